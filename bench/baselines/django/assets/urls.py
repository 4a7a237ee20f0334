from rest_framework.routers import SimpleRouter

from .views import AssetViewSet

router = SimpleRouter(trailing_slash=False)
router.register("api/assets", AssetViewSet)
urlpatterns = router.urls

from django.contrib import admin
from django.urls import path

from website import views

urlpatterns = [
    path('login/', views.login),
    path('logout/', views.logout),
    path('password/', views.change_password),
    path('me/', views.me),
    path('session/', views.session),
    path('messages/', views.messages),
    path('assets/<int:asset_id>/', views.change_asset),
    path('admin/', admin.site.urls),
]

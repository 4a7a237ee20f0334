from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from rest_framework import pagination, permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from .models import Asset

SEARCHED = ["name", "asset_tag", "serial", "model", "ip_address", "mac_address"]


class AssetSerializer(serializers.ModelSerializer):
    class Meta:
        model = Asset
        fields = "__all__"


class AssetPermissions(permissions.DjangoModelPermissions):
    perms_map = {
        **permissions.DjangoModelPermissions.perms_map,
        "GET": ["%(app_label)s.view_%(model_name)s"],
    }


class Keyset(pagination.CursorPagination):
    page_size = 50
    ordering = ("-updated_at", "-id")


class AssetViewSet(viewsets.ModelViewSet):
    queryset = Asset.objects.all()
    serializer_class = AssetSerializer
    permission_classes = [AssetPermissions]
    pagination_class = Keyset

    def get_queryset(self):
        status = self.request.query_params.get("status")
        return self.queryset.filter(status=status) if status else self.queryset.all()

    def partial_update(self, request, *args, **kwargs):
        """The row's lock, the changed columns, the row as the triggers left it."""
        with transaction.atomic():
            asset = Asset.objects.select_for_update().get(pk=kwargs["pk"])
            serializer = self.get_serializer(asset, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            for name, value in serializer.validated_data.items():
                setattr(asset, name, value)
            asset.save(update_fields=list(serializer.validated_data))
            asset.refresh_from_db()
        return Response(self.get_serializer(asset).data)

    @action(detail=False)
    def search(self, request):
        key = request.query_params["key"]
        request.session["key"] = key
        matches = reduce(or_, (Q(**{f"{name}__icontains": key}) for name in SEARCHED))
        found = Asset.objects.filter(matches).order_by("id")[:50]
        return Response({"key": key, "results": self.get_serializer(found, many=True).data})

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction

from assets.models import Asset, AssetEvent


class AssetForm(forms.ModelForm):
    """Carries the version that the page showed, as an ``If-Match`` does: a save from an old page would undo newer changes."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields['shown_version'].initial = self.instance.version

    def clean(self):
        if self.instance.pk and self.cleaned_data.get('shown_version') != self.instance.version:
            raise ValidationError('This asset was changed meanwhile. Open the page again to see its present state.')
        return super().clean()


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin):
    form = AssetForm
    list_display = ['asset_tag', 'name', 'status', 'site', 'rack', 'assigned_to', 'updated_at']
    list_filter = ['status', 'category', 'site']
    list_select_related = ['assigned_to']
    search_fields = ['asset_tag', 'name', 'serial', 'model', 'ip_address', 'mac_address']
    raw_id_fields = ['assigned_to']
    readonly_fields = ['version', 'created_at', 'updated_at']

    def get_object(self, request, object_id, from_field=None):
        """Holds the row while a posted form is checked against it and saved."""
        asset = super().get_object(request, object_id, from_field)
        if asset is None or request.method != 'POST' or not transaction.get_connection().in_atomic_block:
            return asset
        return Asset.objects.select_for_update().filter(pk=asset.pk).first()


@admin.register(AssetEvent)
class AssetEventAdmin(admin.ModelAdmin):
    """The history can be read and nothing else."""

    list_display = ['created_at', 'asset_tag', 'kind', 'version', 'source', 'actor']
    list_filter = ['kind', 'source']
    list_select_related = ['actor']
    search_fields = ['asset_tag']

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

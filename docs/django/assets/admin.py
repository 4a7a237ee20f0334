from django.contrib import admin

from assets.models import Asset, AssetEvent


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin):
    list_display = ['asset_tag', 'name', 'status', 'site', 'rack', 'assigned_to', 'updated_at']
    list_filter = ['status', 'category', 'site']
    list_select_related = ['assigned_to']
    search_fields = ['asset_tag', 'name', 'serial', 'model', 'ip_address', 'mac_address']
    raw_id_fields = ['assigned_to']
    readonly_fields = ['version', 'created_at', 'updated_at']

    def save_model(self, request, obj, form, change):
        """Writes the fields of the form that changed: a whole-row save would undo what others wrote meanwhile."""
        obj.save(update_fields=form.changed_data if change else None)


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

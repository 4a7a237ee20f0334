from django.conf import settings
from django.db import models


class Asset(models.Model):
    """`assets_asset`, which the API made: `version` and the times are the triggers' business."""

    asset_tag = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    serial = models.CharField(max_length=128, null=True, unique=True)
    status = models.CharField(max_length=20)
    category = models.CharField(max_length=120, blank=True)
    manufacturer = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=120, blank=True)
    site = models.CharField(max_length=120, blank=True)
    rack = models.CharField(max_length=120, blank=True)
    rack_unit = models.SmallIntegerField(null=True)
    ip_address = models.CharField(max_length=45, null=True)
    mac_address = models.CharField(max_length=17, null=True)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    checked_out_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    purchased_on = models.DateField(null=True)
    warranty_until = models.DateField(null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    notes = models.TextField(blank=True)
    custom = models.JSONField(default=dict)
    version = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        managed = False
        db_table = "assets_asset"

"""
The tables of Lockstep as Django models.

Lockstep makes and changes the tables (``managed = False``), and its triggers keep ``version``, ``created_at``, ``updated_at``
and the history right for every writer. So what Django puts into those columns does not matter, and an object that was
saved has to be read again (``refresh_from_db``) to show them.
"""
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from assets.fields import JSONField

STATUSES = [
    ('in_stock', 'in stock'),
    ('deployed', 'deployed'),
    ('maintenance', 'maintenance'),
    ('retired', 'retired'),
    ('lost', 'lost'),
]


class Asset(models.Model):
    """``Asset.objects.select_for_update().filter(...)`` in a transaction holds the rows against Lockstep as well."""

    id = models.BigAutoField(primary_key=True)
    asset_tag = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    serial = models.CharField(max_length=128, unique=True, null=True, blank=True)
    status = models.CharField(max_length=20, choices=STATUSES, default='in_stock')
    category = models.CharField(max_length=120, blank=True, default='')
    manufacturer = models.CharField(max_length=120, blank=True, default='')
    model = models.CharField(max_length=120, blank=True, default='')
    site = models.CharField(max_length=120, blank=True, default='')
    rack = models.CharField(max_length=120, blank=True, default='')
    rack_unit = models.SmallIntegerField(null=True, blank=True)
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    mac_address = models.CharField(max_length=17, null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name='assets'
    )
    checked_out_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    purchased_on = models.DateField(null=True, blank=True)
    warranty_until = models.DateField(null=True, blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    notes = models.TextField(blank=True, default='')
    custom = JSONField(blank=True, default=dict)
    version = models.BigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        managed = False
        db_table = 'assets_asset'
        ordering = ['id']

    def __str__(self):
        return '{} {}'.format(self.asset_tag, self.name)

    def clean(self):
        """An empty form field is an empty document; the column holds documents, never a bare value."""
        if self.custom is None:
            self.custom = {}
        if not isinstance(self.custom, dict):
            raise ValidationError({'custom': 'Enter a JSON object.'})


class AssetEvent(models.Model):
    """One line of an asset's history. The triggers write it; it outlives the asset, hence no foreign key.

    The column ``position`` is left out: the place in the feed is a matter between Lockstep's processes.
    """

    id = models.BigAutoField(primary_key=True)
    asset_id = models.BigIntegerField()
    asset_tag = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name='+'
    )
    source = models.CharField(max_length=20)
    note = models.CharField(max_length=500, null=True)
    changes = JSONField()
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = 'assets_assetevent'
        ordering = ['-id']
        verbose_name = 'asset event'

    def __str__(self):
        return '{} {} {}'.format(self.asset_tag, self.kind, self.version)

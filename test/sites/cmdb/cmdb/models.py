import uuid

from django.conf import settings
from django.db import models


def old_foreign_key(to, on_delete=0, **options):
    """Code from before Django 2 often has ``on_delete=0``, which meant nothing then."""
    return models.ForeignKey(to, on_delete if callable(on_delete) else models.CASCADE, **options)


class Stamped(models.Model):
    """An abstract base: its columns are those of the children."""

    created = models.DateTimeField('创建时间', auto_now_add=True)
    updated = models.DateTimeField('更新时间', auto_now=True)

    class Meta:
        abstract = True


class region(models.Model):
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField('区域', max_length=64)
    parent = models.ForeignKey('self', models.SET_NULL, null=True, blank=True, related_name='children')

    class Meta:
        db_table = 't_region'


class idc(Stamped):
    name = models.CharField('机房', max_length=64, unique=True)
    # Refers to a text instead of the primary key.
    region = models.ForeignKey(region, models.PROTECT, to_field='code', db_column='region_code')

    class Meta:
        db_table = 't_idc'
        verbose_name = '机房'
        ordering = ['name']


class Server(Stamped):
    # Integers as keys of a text, and one key twice.
    STATUS = ((0, '库存'), (1, '在线'), (2, '下线'), (2, '报废'))
    KIND = (('physical', '物理机'), ('virtual', '虚拟机'), ('network', '网络设备'))

    hostname = models.CharField('主机名', max_length=128)
    # Words of SQL as names of columns.
    model = models.CharField('型号', max_length=64, blank=True)
    key = models.CharField(max_length=32, db_column='order', blank=True)
    group = models.CharField(max_length=32, blank=True)
    status = models.CharField(max_length=4, choices=STATUS, default=0)
    kind = models.CharField('类型', max_length=16, choices=KIND, default='physical')
    sn = models.CharField(max_length=64, null=True, blank=True)
    asset_no = models.CharField(max_length=64, null=True, blank=True)
    idc = models.ForeignKey(idc, models.SET_NULL, null=True, blank=True)
    owner = old_foreign_key(settings.AUTH_USER_MODEL, on_delete=0, related_name='owned_servers')
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name='operated_servers'
    )
    # The database knows nothing of these two: a constraint that was left out, and a number that stands for a row.
    rack = models.ForeignKey('Rack', models.DO_NOTHING, null=True, blank=True, db_constraint=False)
    cabinet_id = models.SmallIntegerField(default=0)
    port = models.DecimalField(max_digits=6, decimal_places=0, default=22)
    cost = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    price = models.FloatField(default=0)
    is_monitored = models.BooleanField(default=True)
    is_virtual = models.BooleanField(null=True)
    notes = models.TextField(max_length=500, blank=True)
    contract = models.FileField(upload_to='contracts', blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    uptime = models.DurationField(null=True, blank=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    extra = models.JSONField(default=dict)
    fingerprint = models.BinaryField(null=True)
    api_token = models.CharField(max_length=64, blank=True)
    bought_on = models.DateField(null=True, blank=True)
    backup_at = models.TimeField(null=True, blank=True)
    bytes_sent = models.BigIntegerField(default=0)
    units = models.PositiveSmallIntegerField(default=1)
    depends_on = models.ManyToManyField('self', symmetrical=False, blank=True, related_name='needed_by')
    watchers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name='watched_servers')

    class Meta:
        db_table = 'server'
        verbose_name = '服务器'
        unique_together = [('sn', 'asset_no')]
        index_together = [('kind', 'status')]
        ordering = ['-created', 'hostname']
        default_permissions = ()
        permissions = [('see_server', '可以看服务器'), ('edit_server', '可以改服务器')]


class Rack(models.Model):
    name = models.CharField(max_length=32)

    class Meta:
        db_table = 't_rack'


class RetiredServer(Server):
    """A proxy: no table of its own."""

    class Meta:
        proxy = True


class VirtualServer(Server):
    """Multi-table inheritance: its row hangs on one of ``server``."""

    hypervisor = models.CharField(max_length=64)


class certificate(models.Model):
    # Unique and a foreign key on one column.
    server = models.OneToOneField(Server, models.CASCADE, related_name='certificate')
    pem = models.TextField()
    private_key = models.TextField(blank=True)

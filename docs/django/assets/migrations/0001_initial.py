"""Tells Django that the models are there. It touches no table: Lockstep makes them."""
from django.db import migrations, models
import django.utils.timezone

from assets.fields import JSONField
from assets.models import STATUSES


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('asset_tag', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('serial', models.CharField(blank=True, max_length=128, null=True, unique=True)),
                ('status', models.CharField(choices=STATUSES, default='in_stock', max_length=20)),
                ('category', models.CharField(blank=True, default='', max_length=120)),
                ('manufacturer', models.CharField(blank=True, default='', max_length=120)),
                ('model', models.CharField(blank=True, default='', max_length=120)),
                ('site', models.CharField(blank=True, default='', max_length=120)),
                ('rack', models.CharField(blank=True, default='', max_length=120)),
                ('rack_unit', models.SmallIntegerField(blank=True, null=True)),
                ('ip_address', models.GenericIPAddressField(blank=True, null=True)),
                ('mac_address', models.CharField(blank=True, max_length=17, null=True)),
                ('checked_out_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('purchased_on', models.DateField(blank=True, null=True)),
                ('warranty_until', models.DateField(blank=True, null=True)),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('notes', models.TextField(blank=True, default='')),
                ('custom', JSONField(blank=True, default=dict)),
                ('version', models.BigIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'db_table': 'assets_asset',
                'ordering': ['id'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='AssetEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('asset_id', models.BigIntegerField()),
                ('asset_tag', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=20)),
                ('version', models.BigIntegerField()),
                ('source', models.CharField(max_length=20)),
                ('note', models.CharField(max_length=500, null=True)),
                ('changes', JSONField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'asset event',
                'db_table': 'assets_assetevent',
                'ordering': ['-id'],
                'managed': False,
            },
        ),
    ]

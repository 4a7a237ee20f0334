from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = 'assets'
    verbose_name = 'Asset inventory'
    # The tables have bigint keys; without this Django 3.2 to 5.x would warn (models.W042).
    default_auto_field = 'django.db.models.BigAutoField'

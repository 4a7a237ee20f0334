"""The label and the table of Lockstep's inventory, and other columns."""
from django.conf import settings
from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=40, unique=True)
    colour = models.CharField(max_length=7, default='#000000')


class Asset(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name='held_assets')
    tags = models.ManyToManyField(Tag, through='Tagging', related_name='assets')

    class Meta:
        ordering = ['-created_at', 'code']


class Tagging(models.Model):
    asset = models.ForeignKey(Asset, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)
    tagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    weight = models.IntegerField(default=1)

    class Meta:
        unique_together = [('asset', 'tag')]

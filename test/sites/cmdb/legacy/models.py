"""Tables that Django did not make (by_hand.sql does), as ``inspectdb`` writes them down."""
from django.db import models


class Log(models.Model):
    """MyISAM."""

    text = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = 'legacy_log'


class Reading(models.Model):
    """No key; Django needs one and is told a lie."""

    sensor = models.IntegerField(primary_key=True)
    value = models.FloatField()

    class Meta:
        managed = False
        db_table = 'legacy_reading'


class Slot(models.Model):
    """A key of two columns."""

    chassis = models.CharField(max_length=20, primary_key=True)
    number = models.IntegerField()
    card = models.CharField(max_length=50)

    class Meta:
        managed = False
        db_table = 'legacy_slot'
        unique_together = [('chassis', 'number')]


class Online(models.Model):
    """A view."""

    hostname = models.CharField(max_length=128)

    class Meta:
        managed = False
        db_table = 'legacy_online'


class Part(models.Model):
    """Types that Django does not make."""

    code = models.CharField(primary_key=True, max_length=20)

    class Meta:
        managed = False
        db_table = 'legacy_part'

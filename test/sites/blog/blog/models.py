from django.db import models


class ethernet(models.Model):
    e_model = models.CharField(max_length=50)
    e_sn = models.CharField(max_length=50, blank=True)
    e_porttype = models.CharField(max_length=2, choices=(('00', 'Optical'), ('01', 'Electrical')), default='00')

    def __str__(self):
        return self.e_model


class asset_db(models.Model):
    serverno = models.CharField(max_length=50, unique=True)
    ip_addr = models.CharField(max_length=40, db_index=True)
    user = models.CharField(max_length=20, blank=True, default='root')
    passwd = models.CharField(max_length=64, blank=True)
    cpu = models.CharField(max_length=100, blank=True)
    memory = models.IntegerField(default=0)
    status = models.CharField(max_length=20, default='Offline')
    # by_hand.sql made it varchar(100) NULL.
    owner = models.CharField(max_length=30)
    # by_hand.sql made it utf8_bin.
    remark2 = models.CharField(max_length=200, blank=True)
    ethernets = models.ManyToManyField(ethernet, blank=True)

    def __str__(self):
        return self.serverno

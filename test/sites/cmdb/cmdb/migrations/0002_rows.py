import datetime
import decimal
import uuid

from django.db import migrations


def fill(apps, schema_editor):
    def model(name):
        return apps.get_model('cmdb', name).objects

    users = [
        apps.get_model('auth', 'User').objects.create(username=name, password='!', first_name=first)
        for name, first in [('root', ''), ('ops', '运维'), ('ann', 'Ann')]
    ]
    east = model('region').create(code='east', name='华东')
    shanghai = model('region').create(code='sh', name='上海', parent=east)
    idcs = [model('idc').create(name='宝山', region=shanghai), model('idc').create(name='Pudong', region=east)]
    rack = model('Rack').create(name='A-01')
    web = model('Server').create(
        hostname='web-1',
        model='R5300 G4',
        key='10',
        group='web',
        status='1',
        sn='S-1',
        asset_no='A-1',
        idc=idcs[0],
        owner=users[0],
        operator=users[1],
        rack=rack,
        cabinet_id=7,
        cost=decimal.Decimal('1999.90'),
        price=0.1,
        is_virtual=False,
        notes='第一台',
        contract='contracts/1.pdf',
        ip='10.0.0.1',
        uptime=datetime.timedelta(days=3, hours=4, microseconds=5),
        uuid=uuid.UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
        extra={'cpu': 2, 'tags': ['a', '乙'], 'big': 7088992364139642880},
        fingerprint=b'\x00\xff\x10',
        api_token='top-secret',
        bought_on=datetime.date(2018, 7, 5),
        backup_at=datetime.time(3, 30, 0, 250),
        bytes_sent=9223372036854775807,
        units=2,
    )
    db = model('Server').create(hostname='db-1', kind='physical', status='2', sn='S-1', idc=idcs[1], owner=users[0])
    vm = model('Server').create(hostname='vm-1', kind='virtual', owner=users[2], is_monitored=False, ip='2001:db8::1')
    model('VirtualServer').create(hostname='vm-2', kind='virtual', owner=users[1], hypervisor='kvm')
    web.depends_on.add(db)
    vm.depends_on.add(web, db)
    web.watchers.add(users[1], users[2])
    model('certificate').create(server=web, pem='PEM', private_key='KEY')


class Migration(migrations.Migration):
    dependencies = [('cmdb', '0001_initial')]
    operations = [migrations.RunPython(fill)]

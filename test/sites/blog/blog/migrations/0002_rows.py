from django.db import migrations

ETHERNETS = [('i350', 'E-1', '01'), ('x710', 'E-2', '00'), ('i350', 'E-3', '01')]
SERVERS = [
    ('SN1', '10.0.0.1', 'r5300g4-24-22', 16, 'Online', '张三', '上海机房', [0, 1]),
    ('SN2', '10.0.0.2', 'Xeon 4210', 64, 'Offline', 'Ann', 'Remark', [2]),
    ('SN3', '10.0.0.10', '', 0, 'Online', '', 'remark', []),
    ('sn4', '', '鲲鹏 920', 128, 'Repair', '李四', '', [0, 2]),
]


def fill(apps, schema_editor):
    ethernets = [
        apps.get_model('blog', 'ethernet').objects.create(e_model=model, e_sn=sn, e_porttype=port)
        for model, sn, port in ETHERNETS
    ]
    for serverno, ip_addr, cpu, memory, status, owner, remark2, cards in SERVERS:
        row = apps.get_model('blog', 'asset_db').objects.create(
            serverno=serverno,
            ip_addr=ip_addr,
            passwd='hunter2-' + serverno,
            cpu=cpu,
            memory=memory,
            status=status,
            owner=owner,
            remark2=remark2,
        )
        row.ethernets.set([ethernets[card] for card in cards])


class Migration(migrations.Migration):
    dependencies = [('blog', '0001_initial')]
    operations = [migrations.RunPython(fill)]

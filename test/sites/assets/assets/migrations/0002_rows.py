import uuid

from django.db import migrations


def fill(apps, schema_editor):
    def model(name):
        return apps.get_model('assets', name).objects

    ann = apps.get_model('accounts', 'User').objects.create(
        id=uuid.UUID('00000000-0000-4000-8000-0000000000a1'), email='ann@example.org', password='!', full_name='Ann'
    )
    tags = [model('Tag').create(name=name) for name in ['red', 'blue', 'grün']]
    for code, title, holder, marks in [('a-1', 'Laptop', ann, [0, 1]), ('a-2', '显示器', None, [1]), ('a-3', 'Cable', None, [])]:
        asset = model('Asset').create(code=code, title=title, holder=holder)
        for weight, mark in enumerate(marks):
            model('Tagging').create(asset=asset, tag=tags[mark], tagged_by=ann, weight=weight)


class Migration(migrations.Migration):
    dependencies = [('assets', '0001_initial')]
    operations = [migrations.RunPython(fill)]

"""
Prints what only the code of a Django site knows of its models, as JSON for Lockstep: choices, names of fields and of ways back,
foreign keys without a constraint, defaults, ordering, verbose names. It reads the classes only, no database.

    DJANGO_SETTINGS_MODULE=site.settings python lockstep_models.py > models.json

One file for Python 2.7 to 3.x and Django 1.4 to 6.x; it needs neither pip nor a place in INSTALLED_APPS.
"""
from __future__ import print_function

import base64
import datetime
import decimal
import json
import os
import sys
import uuid

TEXT = type(u'')
INTEGERS = (int, type(2 ** 64))


def text(value):
    """Also of a lazy translation, and of the bytes that a text without ``u`` is in Python 2."""
    if isinstance(value, bytes):
        return value.decode('utf-8', 'replace')
    return TEXT(value)


def json_value(value):
    """Of a choice or a default: numbers and truth values stay what they are."""
    if value is None or isinstance(value, (bool,) + INTEGERS):
        return value
    if isinstance(value, float) and value == value and abs(value) != float('inf'):
        return value
    return text(value)


def installed_models():
    import django

    if hasattr(django, 'setup'):
        django.setup()
        from django.apps import apps

        return apps.get_models()
    from django.db.models.loading import get_models

    return get_models()


def label(model):
    return '{}.{}'.format(model._meta.app_label, model._meta.object_name.lower())


def concrete(model):
    """The model whose table a proxy shows."""
    while model._meta.proxy:
        model = model._meta.proxy_for_model
    return model


def remote(field):
    """What Django calls ``rel`` up to 1.8 and ``remote_field`` since 1.9; None for what is no relation."""
    return getattr(field, 'remote_field', None) or getattr(field, 'rel', None)


def place(field):
    return {'table': concrete(field.model)._meta.db_table, 'column': field.column}


def way_back(field):
    """The name that lookups use on the other side; None where ``related_name`` ends with ``+``."""
    if (remote(field).related_name or '').endswith('+'):
        return None
    return text(field.related_query_name())


def target(field):
    """The column that a foreign key refers to; None for any other field, and for a model that is not installed."""
    relation = remote(field)
    if relation is None or not hasattr(relation, 'get_related_field'):
        return None
    try:
        return place(relation.get_related_field())
    except AttributeError:
        return None


def describe_default(field):
    value = field.default
    if value is dict or value is list:
        return {'default': value()}
    if callable(value):
        return {'default_callable': text(getattr(value, '__name__', type(value).__name__))}
    if isinstance(value, bytes) and field.get_internal_type() == 'BinaryField':
        return {'default': base64.b64encode(value).decode('ascii')}
    if isinstance(value, datetime.datetime):
        return {}
    if isinstance(value, datetime.date):
        return {'default': value.isoformat()}
    if isinstance(value, (bool, float, bytes, TEXT, decimal.Decimal, uuid.UUID) + INTEGERS):
        return {'default': json_value(value)}
    return {}


def describe_field(field):
    to = target(field)
    choices = [[json_value(key), text(name)] for key, name in field.flatchoices] if field.choices else None
    described = {
        'name': field.name,
        'attname': field.attname,
        'column': field.column,
        'type': field.get_internal_type(),
        'verbose_name': text(field.verbose_name),
        'null': bool(field.null),
        'max_length': field.max_length if isinstance(field.max_length, INTEGERS) else None,
        'choices': choices,
        'to': to,
        'related_query_name': way_back(field) if to else None,
        'blank': bool(field.blank),
        'auto_now': bool(getattr(field, 'auto_now', False)),
        'auto_now_add': bool(getattr(field, 'auto_now_add', False)),
    }
    if field.has_default():
        described.update(describe_default(field))
    return described


def describe_many_to_many(field):
    through = remote(field).through
    own = through._meta.get_field(field.m2m_field_name())
    other = through._meta.get_field(field.m2m_reverse_field_name())
    return {
        'name': field.name,
        'column': target(own)['column'],
        'to': target(other),
        'through': {'table': concrete(through)._meta.db_table, 'from_column': own.column, 'to_column': other.column},
        'related_query_name': way_back(field),
    }


def many_to_many(model):
    """Without what looks like one and has no table between: generic relations up to Django 1.5, managers of other apps."""
    described = []
    for field in model._meta.local_many_to_many:
        try:
            described.append(describe_many_to_many(field))
        except (AttributeError, TypeError):
            print('{}.{} was left out: it is no ManyToManyField'.format(label(model), field.name), file=sys.stderr)
    return described


def ordering(model):
    """Names as in ``Meta.ordering``, to the first that is an expression and no plain column."""
    names = []
    for item in model._meta.ordering:
        expression = getattr(item, 'expression', item)
        name = item if isinstance(item, (bytes, TEXT)) else getattr(expression, 'name', None)
        if name is None:
            break
        names.append(('-' if getattr(item, 'descending', False) else '') + text(name))
    return names


def describe(model):
    meta = model._meta
    parents = [concrete(parent) for parent, link in meta.parents.items() if link is not None]
    return {
        'label': label(model),
        'table': meta.db_table,
        'verbose_name': text(meta.verbose_name),
        'ordering': ordering(model),
        'proxy_for': label(concrete(model)) if meta.proxy else None,
        'parents': [] if meta.proxy else [label(parent) for parent in parents],
        'fields': [] if meta.proxy else [describe_field(field) for field in meta.local_fields if field.column],
        'many_to_many': [] if meta.proxy else many_to_many(model),
    }


def username_field(models, name):
    """Of the model that AUTH_USER_MODEL names; Django up to 1.4 knows no other field."""
    for model in models:
        if label(model) == name.lower():
            return text(getattr(model, 'USERNAME_FIELD', 'username'))
    return 'username'


def dump():
    import django
    from django.conf import settings

    models = sorted(installed_models(), key=label)
    user_model = getattr(settings, 'AUTH_USER_MODEL', 'auth.User')
    return {
        'lockstep_models': 1,
        'django': django.get_version(),
        'auth_user_model': user_model,
        'username_field': username_field(models, user_model),
        'models': [describe(model) for model in models],
    }


if __name__ == '__main__':
    if not os.environ.get('DJANGO_SETTINGS_MODULE'):
        sys.exit('DJANGO_SETTINGS_MODULE is not set: DJANGO_SETTINGS_MODULE=site.settings python lockstep_models.py')
    sys.path.insert(0, os.getcwd())
    # Code of the site may print while it is loaded.
    output, sys.stdout = sys.stdout, sys.stderr
    result = dump()
    json.dump(result, output, indent=1, sort_keys=True)
    output.write('\n')

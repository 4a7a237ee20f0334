"""
A small Django site beside the API, for the tests.

Environment: ``DATABASE_URL`` and ``SECRET_KEY`` as the API has them, ``DJANGO_SETTINGS`` a JSON object of settings that go
over the ones here.
"""
import json
import os
from urllib.parse import parse_qs, unquote, urlsplit


def database(address):
    """``mysql://user:password@host:port/name?socketPath=/run/mysqld.sock`` as Django wants it."""
    url = urlsplit(address)
    socket = parse_qs(url.query).get('socketPath')
    return {
        'ENGINE': 'django.db.backends.mysql',
        'NAME': unquote(url.path[1:]),
        'USER': unquote(url.username or ''),
        'PASSWORD': unquote(url.password or ''),
        'HOST': socket[0] if socket else url.hostname,
        'PORT': '' if socket else str(url.port or 3306),
        'OPTIONS': {'charset': 'utf8mb4'},
    }


SECRET_KEY = os.environ['SECRET_KEY']
DATABASES = {'default': database(os.environ['DATABASE_URL'])}
ALLOWED_HOSTS = ['127.0.0.1', 'localhost']
ROOT_URLCONF = 'website.urls'
USE_TZ = True
TIME_ZONE = 'UTC'
STATIC_URL = '/static/'
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
# In the session and not in a cookie, so that the API has them to carry along.
MESSAGE_STORAGE = 'django.contrib.messages.storage.session.SessionStorage'

INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'django.contrib.messages',
    'assets',
]

MIDDLEWARE = [
    'django.middleware.common.CommonMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
    'django.contrib.messages.middleware.MessageMiddleware',
]

TEMPLATES = [
    {
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'APP_DIRS': True,
        'OPTIONS': {
            'context_processors': [
                'django.template.context_processors.request',
                'django.contrib.auth.context_processors.auth',
                'django.contrib.messages.context_processors.messages',
            ]
        },
    }
]

globals().update(json.loads(os.environ.get('DJANGO_SETTINGS', '{}')))

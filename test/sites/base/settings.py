"""What the sites have in common. The database comes from the environment, as for the site in ``test/django``."""
from website.settings import *  # noqa: F401,F403

ROOT_URLCONF = 'base.urls'
INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'django.contrib.messages',
]

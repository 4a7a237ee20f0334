from base.settings import *  # noqa: F401,F403

INSTALLED_APPS += ['accounts', 'assets']  # noqa: F405
ROOT_URLCONF = 'urls'
AUTH_USER_MODEL = 'accounts.User'

from base.settings import *  # noqa: F401,F403

INSTALLED_APPS += ['accounts', 'assets']  # noqa: F405
AUTH_USER_MODEL = 'accounts.User'

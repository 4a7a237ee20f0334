from base.settings import *  # noqa: F401,F403

INSTALLED_APPS += ['blog']  # noqa: F405

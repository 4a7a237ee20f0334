from base.settings import *  # noqa: F401,F403

INSTALLED_APPS += ['cmdb', 'legacy']  # noqa: F405

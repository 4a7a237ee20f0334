#!/usr/bin/env python3
"""Django's command line for the test site; settings come from the environment, see website/settings.py."""
import os
import sys

if __name__ == '__main__':
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'website.settings')
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)

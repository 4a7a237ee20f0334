"""
Django's own tests of the database session engine (``tests/sessions_tests``), run against Lockstep and against the engine of
the app ``assets``. The last line of the output is ``{"passed": [names], "failed": {name: traceback}}``.
"""
import json
import os
import sys
import unittest

import django
from django import test
from django.test.utils import override_settings, setup_test_environment

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'website.settings')
django.setup()
setup_test_environment()
# Lockstep has connections of its own and would not see what a test keeps in an open transaction.
test.TestCase = test.TransactionTestCase

from sessions_tests.tests import DatabaseSessionTests  # noqa: E402

import lockstep_sessions  # noqa: E402
from assets import merging_sessions  # noqa: E402


class LockstepSessionTests(DatabaseSessionTests):
    backend = lockstep_sessions.SessionStore
    session_engine = 'lockstep_sessions'
    available_apps = ['django.contrib.sessions']


@override_settings(USE_TZ=True)
class LockstepSessionWithTimeZoneTests(LockstepSessionTests):
    pass


class MergingSessionTests(DatabaseSessionTests):
    backend = merging_sessions.SessionStore
    session_engine = 'assets.merging_sessions'
    available_apps = ['django.contrib.sessions']


class Result(unittest.TestResult):
    """Remembers the names of the tests that passed as well."""

    def __init__(self):
        super().__init__()
        self.passed = []

    def addSuccess(self, case):
        self.passed.append(case.id().replace('__main__.', ''))


if __name__ == '__main__':
    cases = [LockstepSessionTests, LockstepSessionWithTimeZoneTests, MergingSessionTests]
    result = Result()
    for case in cases:
        unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    failed = {case.id().replace('__main__.', ''): trace for case, trace in result.errors + result.failures}
    print(json.dumps({'passed': sorted(result.passed), 'failed': failed}), flush=True)
    sys.exit(0)

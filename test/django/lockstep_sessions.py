"""
A session engine of Django that keeps nothing itself: every row is read and written by Lockstep, at the other end of this
process's standard input and output, where one JSON object a line asks and one answers.
"""
import json
import logging
import sys

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError

SETTINGS = ['SECRET_KEY', 'DEFAULT_HASHING_ALGORITHM', 'USE_TZ', 'TIME_ZONE', 'SESSION_COOKIE_AGE']
ERRORS = {'DuplicateKeyError': CreateError, 'SessionInterruptedError': UpdateError}


def ask(method, **values):
    """The settings go along, because the tests change them."""
    values['settings'] = {name: getattr(settings, name) for name in SETTINGS}
    print(json.dumps({'method': method, **values}), flush=True)
    reply = json.loads(sys.stdin.readline())
    if 'error' in reply:
        raise ERRORS.get(reply['error'], RuntimeError)(reply['error'])
    return reply['result']


class SessionStore(db.SessionStore):
    # Which session of Lockstep's this object has loaded or made.
    handle = None

    def encode(self, session_dict):
        return ask('encode', body=self._dumps(session_dict))

    def decode(self, session_data):
        body = ask('decode', text=session_data)
        if body is None:
            logging.getLogger('django.security.SuspiciousSession').warning('Session data corrupted')
            return {}
        return self._loads(body)

    def load(self):
        loaded = ask('load', key=self.session_key)
        if loaded is None:
            self._session_key = None
            return {}
        self.handle = loaded['handle']
        return self._loads(loaded['body'])

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        body = self._dumps(self._get_session(no_load=must_create))
        handle = None if must_create else self.handle
        self.handle = ask('save', key=self.session_key, handle=handle, body=body)

    def exists(self, session_key):
        return ask('exists', key=session_key)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is not None:
            ask('remove', key=key)

    @classmethod
    def clear_expired(cls):
        ask('clearExpired')

    def _get_new_session_key(self):
        return ask('newKey')

    def _dumps(self, data):
        return self.serializer().dumps(data).decode('latin-1')

    def _loads(self, body):
        return self.serializer().loads(body.encode('latin-1'))

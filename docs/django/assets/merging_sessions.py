"""
A session engine that does not undo what others wrote meanwhile::

    SESSION_ENGINE = 'assets.merging_sessions'

Django's own engines write the whole session as this request knows it, and with that take back every key that another
request, or Lockstep, wrote since this one read the session. This engine locks the row and puts the keys that this request
changed over what is there now, as Lockstep does. The rows are those of ``django.contrib.sessions.backends.db``.
"""
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import router, transaction


class SessionStore(db.SessionStore):
    def load(self):
        return self._remember(super().load())

    def save(self, must_create=False):
        """Raises ``UpdateError`` when the session was deleted meanwhile, as Django's engine does."""
        if must_create or self.session_key is None:
            super().save(must_create)
        else:
            self._merge(self._get_session())
        self._remember(self._get_session(no_load=True))

    def _merge(self, mine):
        if self.session_key is None:  # the row is gone since the request began, or it expired
            raise UpdateError
        using = router.db_for_write(self.model)
        with transaction.atomic(using=using):
            # Without this lock two merges would start from the same row, and the later one would undo the earlier.
            row = self.model.objects.using(using).select_for_update().filter(session_key=self.session_key).first()
            if row is None:
                raise UpdateError
            self._session_cache = self._with_changes(self.decode(row.session_data), mine)
            self.create_model_instance(self._session_cache).save(force_update=True, using=using)

    def _with_changes(self, current, mine):
        """What is stored now, with what this request set, changed and removed."""
        serialized = self._serialized(mine)
        for key in self._read.keys() - mine.keys():
            current.pop(key, None)
        current.update({key: mine[key] for key in mine if self._read.get(key) != serialized[key]})
        return current

    def _remember(self, data):
        """Keeps what was read as text, since a view may change a list or a dictionary in place."""
        self._read = self._serialized(data)
        return data

    def _serialized(self, data):
        serializer = self.serializer()
        return {key: serializer.dumps(value) for key, value in data.items()}

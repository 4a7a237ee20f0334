"""``JSONField`` on a MySQL or MariaDB column of type ``json``: Django's own from 3.1 on, a small stand-in before."""
import json

from django.core.exceptions import ValidationError
from django.db import models


class TextJSONField(models.TextField):
    """Reads and writes the document as text. It has none of the lookups into the document."""

    def from_db_value(self, value, *args):
        return value if value is None else json.loads(value)

    def get_prep_value(self, value):
        return value if value is None else json.dumps(value)

    def to_python(self, value):
        """Parses what a form posted; a value that is no text is a document already."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise ValidationError('Enter valid JSON.')

    def value_from_object(self, obj):
        """What a form shows."""
        return self.get_prep_value(getattr(obj, self.attname))

    def value_to_string(self, obj):
        return self.value_from_object(obj)


JSONField = getattr(models, 'JSONField', TextJSONField)

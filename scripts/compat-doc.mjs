// npm run compat-doc: makes the tables of docs/django-compat.md anew from test/fixtures/django.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './lib/compat-tables.mjs';
import { ROOT } from './lib/root.mjs';

const path = join(ROOT, 'docs/django-compat.md');
writeFileSync(path, withTables(readFileSync(path, 'utf8')));

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '../../scripts/lib/compat-tables.mjs';

it('has the tables in docs/django-compat.md that the vectors give', () => {
  const text = readFileSync('docs/django-compat.md', 'utf8');
  expect(text.match(/<!-- vectors: /g)).toHaveLength(8);
  expect(withTables(text)).toBe(text);
});

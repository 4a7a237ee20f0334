import { expect, test } from 'vitest';
import type { Field } from '../api/models.js';
import { conditionsIn, type FilterField, lookupName, offeredLookups } from './lookups.js';

const LOOKUPS = ['exact', 'in', 'icontains', 'gt', 'isnull', 'regex'];
const of = (path: string, type: Field['type'] = 'text'): FilterField => ({
  path,
  label: path,
  field: { name: path, filter_name: path, type, lookups: LOOKUPS } as unknown as Field,
});
const FIELDS = [of('status'), of('status_code', 'integer'), of('ethernets__e_model')];

test.each([
  ['status', 'status', false, 'exact'],
  ['status__not', 'status', true, 'exact'],
  ['status__not__in', 'status', true, 'in'],
  ['status_code__gt', 'status_code', false, 'gt'],
  ['ethernets__e_model__icontains', 'ethernets__e_model', false, 'icontains'],
])('%s is read as a condition and written alike', (name, path, isNot, lookup) => {
  const [condition] = conditionsIn({ [name]: 'x', search: 'y' }, FIELDS);
  expect(condition).toMatchObject({ name, field: { path }, isNot, lookup, value: 'x' });
  expect(condition && lookupName(condition)).toBe(name);
});

test('a number is offered no lookups of texts', () => {
  expect(offeredLookups(of('n', 'integer').field)).toEqual(['exact', 'in', 'gt', 'isnull']);
});

import { expect, it } from 'vitest';
import { z } from 'zod';
import { faultLine } from './load-models-file.js';
import { modelsFileSchema, parseModelsFile } from './models-file.js';

const faultsOf = (value: unknown): string[] => parseModelsFile(value).faults.map(faultLine);

it('takes a file that uses every key', () => {
  const file = {
    $schema: './lockstep.schema.json',
    dump: 'models.json',
    models: {
      'blog.asset_db': {
        table: 'blog_asset_db',
        lookup_field: 'serverno',
        fields: ['serverno'],
        search_fields: ['serverno'],
        ordering: ['-serverno'],
        relations: { ethernets: { to: 'blog.ethernet', through: 'blog_asset_db_ethernets' } },
        editable: ['serverno', 'ethernets'],
        add: true,
        delete: false,
        defaults: { status: 'Offline', extra: {} },
        auto_now: ['updated'],
        auto_now_add: ['created'],
        permissions: {
          view: 'IsAuthenticated',
          add: 'IsAdminUser',
          change: 'blog.change_asset_db',
          delete: 'blog.delete_asset_db',
        },
        etag_ignore: ['remark2'],
      },
      'blog.ethernet': {},
    },
  };
  expect(parseModelsFile(file)).toEqual({ dump: file.dump, entries: file.models, faults: [] });
});

it.each([
  [{ editible: ['a'] }, 'blog.asset_db: editible: no such key; is it editable?'],
  [{ add: 'yes' }, 'blog.asset_db: add: Invalid input: expected boolean, received string'],
  [{ editable: [] }, 'blog.asset_db: editable: Too small: expected array to have >=1 items'],
  [{ defaults: ['a'] }, 'blog.asset_db: defaults: Invalid input: expected record, received array'],
  [
    { permissions: { chang: 'IsAdminUser' } },
    'blog.asset_db: permissions: chang: no such key; is it change?',
  ],
  [{ lookupField: 'id' }, 'blog.asset_db: lookupField: no such key; is it lookup_field?'],
  [
    { relations: { a: { to: 'x.y', colum: 'b' } } },
    'blog.asset_db: relations: a: colum: no such key; is it column?',
  ],
  [{ fields: [] }, 'blog.asset_db: fields: Too small: expected array to have >=1 items'],
  [{ fields: 'id' }, 'blog.asset_db: fields: Invalid input: expected array, received string'],
])('refuses %j', (entry, message) => {
  expect(faultsOf({ models: { 'blog.asset_db': entry } })).toEqual([message]);
});

it('names every fault at once, wherever it is', () => {
  expect(faultsOf({ modles: {}, dump: 7 })).toEqual([
    'dump: Invalid input: expected string, received number',
    'models: Invalid input: expected record, received undefined',
    'modles: no such key; is it models?',
  ]);
  expect(faultsOf([])).toEqual(['the file: Invalid input: expected object, received array']);
});

it('goes on with what it understands after a fault', () => {
  const models = { 'a.b': { editible: ['x'], ordering: ['y'] }, 'c.d': {}, 'e.f': { fields: 1 } };
  expect(parseModelsFile({ x: 1, dump: 'd', models })).toMatchObject({
    dump: 'd',
    entries: { 'a.b': { ordering: ['y'] }, 'c.d': {} },
    faults: [
      { label: 'a.b' },
      { label: 'e.f' },
      { message: expect.stringContaining('x') as string },
    ],
  });
});

it('has its JSON schema at the top of the project', async () => {
  const schema = z.toJSONSchema(modelsFileSchema, { target: 'draft-7', io: 'input' });
  const titled = { title: 'lockstep.json', ...schema };
  await expect(`${JSON.stringify(titled, null, 2)}\n`).toMatchFileSnapshot(
    '../../lockstep.schema.json',
  );
});

import { expect, it } from 'vitest';
import type { Field, Model } from './model.js';
import { slowWaysOf } from './slow-ways.js';

const field = (name: string): Field => ({
  name,
  attname: name,
  column: `${name}_c`,
  type: 'text',
  columnType: 'varchar(20)',
  nullable: false,
  unique: false,
  hidden: false,
  verboseName: name,
  isGenerated: false,
  editable: false,
  hasTableDefault: false,
});

const [id, site, rack] = [field('id'), field('site'), field('rack')];

const slow = (over: Partial<Model>): string[] =>
  slowWaysOf({
    label: 'a.b',
    verboseName: 'b',
    table: 'a_b',
    primaryKey: id,
    lookupField: id,
    fields: [id, site, rack],
    relations: [],
    indexes: [{ name: 'place', columns: ['site_c', 'rack_c'], unique: false }],
    ordering: [],
    searchFields: [],
    permissions: { view: '', add: '', change: '', delete: '' },
    versioning: { kind: 'row', ignored: [] },
    add: false,
    delete: false,
    ...over,
  });

it.each<[ordering: string[]]>([
  [[]],
  [['id']],
  [['-id']],
  [['site', 'rack']],
  [['-site', '-rack']],
])('the order %j has an index', (ordering) => {
  expect(slow({ ordering })).toEqual([]);
});

it('an order without an index is told with the one that would serve it', () => {
  expect(slow({ ordering: ['rack'] })).toEqual([
    'the order rack sorts all rows for each page; an index on (rack_c) would serve it',
  ]);
  expect(slow({ ordering: ['site'] })).toHaveLength(1);
  expect(slow({ ordering: ['site', '-rack'] })).toEqual([
    'the order site, -rack goes both ways, so it sorts all rows for each page',
  ]);
});

it('search reads all rows', () => {
  expect(slow({ searchFields: ['site'] })).toEqual([
    'search looks into all rows, because no index finds a part of a text',
  ]);
});

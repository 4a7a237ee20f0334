import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Model } from '../model/index.js';
import {
  apply,
  type RowCommand,
  differences,
  type Locked,
  mergePatch,
  newCells,
} from './commands.js';
import type { RecordView } from './record-reader.js';
import { readValues } from './write-values.js';

const field = (name: string, over: Partial<Field>): Field => ({
  name,
  attname: name,
  column: name,
  type: 'text',
  columnType: 'varchar(20)',
  nullable: true,
  unique: false,
  hidden: false,
  verboseName: name,
  isGenerated: false,
  editable: true,
  hasTableDefault: true,
  ...over,
});

const id = field('id', { type: 'integer', columnType: 'int', editable: false, nullable: false });

const model: Model = {
  label: 'shop.item',
  verboseName: 'item',
  table: 'shop_item',
  primaryKey: id,
  lookupField: id,
  fields: [
    id,
    field('name', { maxLength: 20 }),
    field('size', { type: 'integer', columnType: 'int' }),
    field('price', { type: 'decimal', digits: { total: 8, decimals: 2 } }),
    field('data', { type: 'json', columnType: 'json' }),
    field('changed', {
      type: 'datetime',
      columnType: 'datetime(6)',
      editable: false,
      stamp: 'update',
    }),
    field('state', { default: 'new', hasTableDefault: false }),
  ],
  relations: [],
  indexes: [],
  ordering: [],
  searchFields: [],
  permissions: { view: '', add: '', change: '', delete: '' },
  versioning: { kind: 'row', ignored: [] },
  add: true,
  delete: true,
};

const time = { useTz: true, timeZone: 'UTC' };
const moment = { now: new Date('2026-01-31T08:00:00.123Z'), time };
const scope = { model, alias: 'base', time, modelOf: () => undefined };

const lockedRow = (view: RecordView) => view as Locked<RecordView>;

const update = (body: object, isMerge = false): RowCommand => ({
  op: 'update',
  values: readValues(body, scope, { isMerge }),
});

const written = (row: RecordView, command: RowCommand): Record<string, unknown> => {
  const change = apply(model, lockedRow(row), command, moment);
  return change.kind === 'update'
    ? Object.fromEntries(Array.from(change.cells, ([{ column }, value]) => [column, value]))
    : {};
};

const ROW = {
  id: 1,
  name: 'a',
  size: 3,
  price: '10.00',
  data: { a: 1 },
  changed: null,
  state: 'x',
};

describe('what a command makes of a locked row', () => {
  it('is only what differs, and the time of the change with it', () => {
    expect(written(ROW, update({ name: 'a', size: 4, price: '10' }))).toEqual({
      size: 4,
      changed: '2026-01-31 08:00:00.123000',
    });
    expect(apply(model, lockedRow(ROW), update({ name: 'a', price: 10 }), moment).kind).toBe(
      'none',
    );
  });

  it('merges a patch into the document that is there, or puts another in its place', () => {
    const row = { ...ROW, data: { a: 1, b: { c: 2, d: 3 } } };
    const body = { data: { a: null, b: { c: 4 } } };
    expect(written(row, update(body, true)).data).toBe('{"b":{"c":4,"d":3}}');
    expect(written(row, update(body)).data).toBe('{"a":null,"b":{"c":4}}');
  });

  it('gives a new row the defaults that nobody else gives', () => {
    const cells = newCells(model, readValues({ name: 'n' }, scope), moment);
    expect(Array.from(cells, ([{ column }, value]) => [column, value])).toEqual([
      ['name', 'n'],
      ['changed', '2026-01-31 08:00:00.123000'],
      ['state', 'new'],
    ]);
  });

  it('two writers of different fields leave each other alone, in either order', () => {
    const values = fc.record({
      name: fc.string({ maxLength: 5 }),
      size: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(values, values, (mine, theirs) => {
        const [one, other] = [update({ name: mine.name }), update({ size: theirs.size })];
        const after = (row: RecordView, command: RowCommand) => {
          const { changed: _, ...cells } = written(row, command);
          return { ...row, ...cells };
        };
        expect(after(after(ROW, one), other)).toEqual(after(after(ROW, other), one));
      }),
    );
  });
});

/** RFC 7396 appendix A. */
const EXAMPLES: [target: unknown, patch: unknown, result: unknown][] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

it.each(EXAMPLES)('%j merged with %j is %j', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

it('a key __proto__ is one like any other', () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__":{"x":1}}'));
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"x":1}}');
  expect(Reflect.get({}, 'x')).toBeUndefined();
});

it('the difference of two rows names what changed; of a new or gone row all that has a value', () => {
  expect(differences({ a: 1, b: [1] }, { a: 1, b: [2] })).toEqual({ b: [[1], [2]] });
  expect(differences(undefined, { a: 1, b: null })).toEqual({ a: [null, 1] });
  expect(differences({ a: 1 }, undefined)).toEqual({ a: [1, null] });
});

import ts from 'typescript';
import { expect, test } from 'vitest';
import type { Field, Model, ModelRegistry } from './model.js';
import { typesOf } from './typescript.js';

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  attname: name,
  column: name,
  type: 'text',
  columnType: 'varchar(20)',
  nullable: false,
  unique: false,
  hidden: false,
  verboseName: name,
  isGenerated: false,
  editable: false,
  hasTableDefault: false,
  ...more,
});

const id = field('id', { type: 'integer', hasTableDefault: true });
const serverno = field('serverno');

const model = (label: string, more: Partial<Model>): Model => ({
  label,
  verboseName: label,
  table: label,
  primaryKey: id,
  lookupField: id,
  fields: [id],
  relations: [],
  indexes: [],
  ordering: [],
  searchFields: [],
  permissions: { view: '', add: '', change: '', delete: '' },
  versioning: { kind: 'row', ignored: [] },
  add: false,
  delete: false,
  ...more,
});

const registry = (...models: Model[]): ModelRegistry =>
  new Map(models.map((one) => [one.label, one]));

const types = (...models: Model[]) => typesOf(registry(...models), { inventory: false });

/** What the compiler says of the file alone. */
function faultsIn(text: string): string[] {
  const file = ts.createSourceFile('models.ts', text, ts.ScriptTarget.ES2022);
  const host = { ...ts.createCompilerHost({}), getSourceFile: () => file };
  const program = ts.createProgram(['models.ts'], { noLib: true, noEmit: true }, host);
  return program.getSyntacticDiagnostics().map(({ messageText }) => JSON.stringify(messageText));
}

test('a model has what a row is, what a new one takes and what may be changed', () => {
  const port = field('port', {
    type: 'integer',
    nullable: true,
    editable: true,
    hasTableDefault: true,
    choices: [
      [1, 'one'],
      [2, 'two'],
      [1, 'once more'],
    ],
  });
  const owner = field('owner', { attname: 'owner_id', type: 'integer', editable: true });
  const cards = {
    name: 'cards',
    kind: 'many_to_many',
    to: 'blog.card',
    single: false,
    editable: true,
    column: 'id',
    toColumn: 'id',
  } as const;
  const text = types(
    model('blog.asset_db', {
      lookupField: serverno,
      fields: [id, serverno, field('passwd', { hidden: true, hasTableDefault: true }), port, owner],
      relations: [cards, { ...cards, name: 'secret', to: 'blog.unserved' }],
      add: true,
    }),
    model('blog.card', {}),
  );
  expect(text.slice(text.indexOf('export'))).toBe(`export interface Models {
  'blog.asset_db': {
    row: BlogAssetDb;
    create: BlogAssetDbCreate;
    update: BlogAssetDbUpdate;
    key: string;
  };
  'blog.card': {
    row: BlogCard;
    create: never;
    update: never;
    key: number;
  };
}

/** blog.asset_db (blog.asset_db) */
export interface BlogAssetDb {
  id: number;
  serverno: string;
  port: 1 | 2 | null;
  owner_id: number;
  cards: number[];
}

export interface BlogAssetDbCreate {
  serverno: string;
  port?: 1 | 2 | null;
  owner_id: number;
  cards?: number[];
}

export interface BlogAssetDbUpdate {
  port?: 1 | 2 | null;
  owner_id?: number;
  cards?: number[];
}

/** blog.card (blog.card) */
export interface BlogCard {
  id: number;
}
`);
});

test('names and texts of any kind make no broken file', () => {
  const odd = field('rack unit', {
    verboseName: '机柜 */ export const x = 1; /*\n',
    choices: [
      ["it's", ''],
      ['"\\\n', ''],
    ],
  });
  const text = types(
    model('a.b_c', { fields: [id, odd] }),
    model('a.b.c', {}),
    model('a_b.c', {}),
    model('1.models', {}),
  );
  expect(faultsIn(text)).toEqual([]);
  expect(text).toContain(`  'rack unit': 'it\\'s' | '"\\\\\\n';`);
  expect(text.match(/^export interface \w+/gm)).toEqual(
    ['Models', 'ABC', 'ABC2', 'ABC3', 'Model1Models'].map((name) => `export interface ${name}`),
  );
});

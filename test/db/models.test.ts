import { Logger } from '@nestjs/common';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/index.js';
import { assemble, type Model, Models } from '../../src/model/index.js';
import { dumpSchema } from '../../src/model/dump.js';
import { SchemaRepository } from '../../src/model/schema.repository.js';
import type { TestDatabase } from '../support/database.js';
import { DjangoSite, type SiteName } from '../support/django.js';
import { dumpOf } from '../support/dumps.js';
import { createSiteDatabase } from '../support/site-database.js';

Logger.overrideLogger(false);

const readSchema = (db: TestDatabase) =>
  new SchemaRepository((sql, params) => db.query(sql, params)).read();

/** What Django itself says of its models: columns, and relations under the names of lookups. */
const DJANGO_NAMES = `
from django.apps import apps
from django.db.models import Field
def kind(field):
    if not isinstance(field, Field):
        return 'reverse'
    return 'many_to_many' if field.many_to_many else 'forward'
def names(model):
    related = [f for f in model._meta.get_fields(include_parents=False) if f.is_relation]
    return {
        'fields': sorted([f.name, f.attname, f.column, str(f.verbose_name)] for f in model._meta.local_fields),
        'relations': sorted([f.name, kind(f), f.related_model._meta.label_lower] for f in related),
    }
{model._meta.label_lower: names(model) for model in apps.get_models() if not model._meta.proxy and model._meta.managed
 and model._meta.label_lower != 'sessions.session'}
`;

interface Names {
  readonly fields: readonly (readonly string[])[];
  readonly relations: readonly (readonly string[])[];
}

const sorted = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.join(' ')).toSorted();

const ours = ({ fields, relations }: Model) => ({
  fields: sorted(fields.map((f) => [f.name, f.attname, f.column, f.verboseName])),
  relations: sorted(relations.map(({ name, kind, to }) => [name, kind, to])),
});

const theirs = ({ fields, relations }: Names) => ({
  fields: sorted(fields),
  relations: sorted(relations),
});

async function namesInDjango(db: TestDatabase, site: SiteName): Promise<Record<string, Names>> {
  const django = await DjangoSite.start(db.url, {}, site);
  try {
    return await django.python<Record<string, Names>>(DJANGO_NAMES);
  } finally {
    await django.stop();
  }
}

describe.each(['blog', 'cmdb', 'assets'] as const)('the site %s', (site) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createSiteDatabase(`models_${site}`, site);
  });
  afterAll(() => db.close());

  test('has with a dump every name that Django has', async () => {
    const expected = await namesInDjango(db, site);
    const shown = Object.entries(expected).map(([label, { fields, relations }]) => [
      label,
      // A field that looks secret is shown because it is named.
      {
        fields: [
          ...fields.map(([name = '']) => name),
          ...relations.flatMap(([name = '', kind]) => (kind === 'many_to_many' ? [name] : [])),
        ],
      },
    ]);
    const entries = Object.fromEntries(shown) as Record<string, object>;
    const dump = dumpSchema.parse(JSON.parse(await dumpOf(site)));
    const { models, faults } = assemble(await readSchema(db), { entries, dump, faults: [] });
    expect(faults).toEqual([]);
    expect([...models].map(([label, model]) => [label, ours(model)])).toEqual(
      Object.entries(expected).map(([label, names]) => [label, theirs(names)]),
    );
  });
});

test('a dump tells the defaults and the stamps that Django has', async () => {
  const db = await createSiteDatabase('models_defaults', 'cmdb');
  try {
    const dump = dumpSchema.parse(JSON.parse(await dumpOf('cmdb')));
    const entries = { 'cmdb.server': {} };
    const { models } = assemble(await readSchema(db), { entries, dump, faults: [] });
    const fields = models.get('cmdb.server')?.fields ?? [];
    const defaults = fields.filter((field) => field.default !== undefined);
    expect(Object.fromEntries(defaults.map((field) => [field.column, field.default]))).toEqual({
      ...{ model: '', order: '', group: '', notes: '', contract: '', api_token: '' },
      ...{ status: '0', kind: 'physical', cabinet_id: 0, port: '22', price: 0 },
      ...{ is_monitored: true, extra: {}, bytes_sent: 0, units: 1 },
    });
    expect(fields.filter(({ stamp }) => stamp).map(({ name, stamp }) => [name, stamp])).toEqual([
      ['created', 'create'],
      ['updated', 'update'],
    ]);
  } finally {
    await db.close();
  }
});

describe('without a dump', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createSiteDatabase('models_facts', 'cmdb');
  });
  afterAll(() => db.close());

  async function modelOf(label: string, table: string): Promise<Model> {
    const entries = { [label]: { table }, 'auth.user': {}, 'cmdb.certificate': {} };
    const { models, faults } = assemble(await readSchema(db), {
      entries,
      dump: undefined,
      faults: [],
    });
    expect(faults).toEqual([]);
    const model = models.get(label);
    if (!model) throw new Error('not served');
    return model;
  }

  test('every column has the type that its shape tells', async () => {
    const { fields } = await modelOf('cmdb.server', 'server');
    expect(Object.fromEntries(fields.map(({ attname, type }) => [attname, type]))).toEqual({
      id: 'integer',
      created: 'datetime',
      updated: 'datetime',
      hostname: 'text',
      model: 'text',
      order: 'text',
      group: 'text',
      status: 'text',
      kind: 'text',
      sn: 'text',
      asset_no: 'text',
      cabinet_id: 'integer',
      port: 'decimal',
      cost: 'decimal',
      price: 'float',
      is_monitored: 'boolean',
      is_virtual: 'boolean',
      notes: 'text',
      contract: 'text',
      ip: 'address',
      uptime: 'integer',
      uuid: 'uuid',
      extra: 'json',
      fingerprint: 'binary',
      api_token: 'text',
      bought_on: 'date',
      backup_at: 'time',
      bytes_sent: 'integer',
      units: 'integer',
      idc_id: 'integer',
      operator_id: 'integer',
      owner_id: 'integer',
      rack_id: 'integer',
    });
  });

  test('limits, keys and indexes are those of the table', async () => {
    const model = await modelOf('cmdb.server', 'server');
    const field = (name: string) => model.fields.find((one) => one.name === name);
    expect(field('hostname')).toMatchObject({ maxLength: 128, nullable: false, unique: false });
    expect(field('uuid')).toMatchObject({ unique: true });
    expect(field('sn')).toMatchObject({ nullable: true, unique: false });
    expect(field('port')).toMatchObject({ digits: { total: 6, decimals: 0 } });
    expect(field('updated')).toMatchObject({ precision: 6 });
    expect(field('units')).toMatchObject({ bounds: { min: '0', max: '65535' } });
    expect(field('owner')).toMatchObject({
      attname: 'owner_id',
      references: { table: 'auth_user', column: 'id' },
    });
    expect(model.primaryKey?.name).toBe('id');
    expect(model.indexes).toContainEqual({
      name: 'server_sn_asset_no_f8c33e32_uniq',
      unique: true,
      columns: ['sn', 'asset_no'],
    });
    const names = model.relations.map(({ name, kind }) => `${kind} ${name}`);
    expect(names.toSorted()).toEqual([
      'forward operator',
      'forward owner',
      'many_to_many depends_on',
      'many_to_many watchers',
      'reverse certificate',
    ]);
    expect(model.relations.find(({ name }) => name === 'certificate')?.single).toBe(true);
  });

  test('what an INSERT may leave out is known', async () => {
    await db.query(`CREATE TABLE legacy_defaults (
      id int NOT NULL AUTO_INCREMENT PRIMARY KEY, bare int NOT NULL, maybe int NULL, zero int NOT NULL DEFAULT 0,
      empty_text varchar(9) NOT NULL DEFAULT '', null_text varchar(9) NOT NULL DEFAULT 'NULL',
      stamped datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), doc longtext NOT NULL DEFAULT ('{}'),
      twice int AS (bare * 2) STORED)`);
    const { fields } = await modelOf('legacy.defaults', 'legacy_defaults');
    const needed = fields.filter(({ hasTableDefault }) => !hasTableDefault);
    expect(needed.map(({ name }) => name)).toEqual(['bare']);
  });

  test('types that Django does not make are read or hidden', async () => {
    const { fields, indexes } = await modelOf('legacy.part', 'legacy_part');
    const types = Object.fromEntries(
      fields.filter(({ hidden }) => !hidden).map(({ name, type }) => [name, type]),
    );
    expect(types).toMatchObject({
      ...{ code: 'text', size: 'text', marks: 'text', made: 'integer', tiny: 'integer' },
      ...{ flag: 'boolean', flag_u: 'integer', middle: 'integer', big: 'integer' },
      ...{ single: 'float', fixed: 'decimal', old_stamp: 'datetime', span: 'time' },
      ...{ uuid: 'text', hash: 'binary', doc: 'json', shout: 'text' },
    });
    expect(fields.filter(({ hidden }) => hidden).map(({ name }) => name)).toEqual([
      ...['is_new', 'mask', 'place'],
    ]);
    const shout = fields.find(({ name }) => name === 'shout');
    expect(shout?.isGenerated).toBe(true);
    expect(fields.find(({ name }) => name === 'name')?.collation).toBe('utf8mb4_bin');
    expect(indexes.map(({ name }) => name).toSorted()).toEqual(['PRIMARY', 'made_size']);
  });
});

describe('while the tables change', () => {
  let db: TestDatabase;
  let folder: string;
  let models: Models;

  beforeAll(async () => {
    db = await createSiteDatabase('models_changes', 'blog');
    folder = mkdtempSync(join(tmpdir(), 'lockstep-models-'));
    models = modelsBy({ 'blog.asset_db': { search_fields: ['cpu'] }, 'blog.ethernet': {} });
    await models.onModuleInit();
  });

  afterAll(async () => {
    models.onApplicationShutdown();
    rmSync(folder, { recursive: true });
    await db.close();
  });

  function modelsBy(entries: object): Models {
    const file = join(folder, 'lockstep.json');
    writeFileSync(file, JSON.stringify({ models: entries }));
    return new Models(db.database, { ...db.config, models: { file } });
  }

  const columns = () =>
    models.registry
      .get('blog.asset_db')
      ?.fields.map(({ name, columnType }) => `${name} ${columnType}`);

  test('nothing is read again for nothing', async () => {
    const before = models.registry;
    expect(await models.look()).toBe(false);
    expect(await models.refresh()).toBe(false);
    expect(models.registry).toBe(before);
  });

  test('a column that is widened, added or dropped is noticed', async () => {
    await db.query('ALTER TABLE blog_asset_db MODIFY status varchar(99) NOT NULL, ADD rack_no int');
    expect(await models.look()).toBe(true);
    expect(columns()).toContain('status varchar(99)');
    expect(columns()?.at(-1)).toMatch(/^rack_no int/);
    await db.query('ALTER TABLE blog_asset_db DROP rack_no');
    expect(await models.look()).toBe(true);
    expect(columns()?.at(-1)).toMatch(/^remark2 /);
  });

  test('a default is noticed', async () => {
    const memory = () =>
      models.registry.get('blog.asset_db')?.fields.find(({ name }) => name === 'memory');
    expect(memory()?.hasTableDefault).toBe(false);
    await db.query('ALTER TABLE blog_asset_db ALTER memory SET DEFAULT 4');
    expect(await models.look()).toBe(true);
    expect(memory()?.hasTableDefault).toBe(true);
  });

  test('an index and the table of a relation are noticed', async () => {
    await db.query('CREATE UNIQUE INDEX mem ON blog_asset_db (memory, cpu)');
    expect(await models.look()).toBe(true);
    expect(models.registry.get('blog.asset_db')?.indexes.map(({ name }) => name)).toContain('mem');
    await db.query('RENAME TABLE blog_asset_db_ethernets TO cards');
    expect(await models.look()).toBe(true);
    expect(models.registry.get('blog.asset_db')?.relations).toEqual([]);
    await db.query('RENAME TABLE cards TO blog_asset_db_ethernets');
    expect(await models.refresh()).toBe(true);
    expect(models.registry.get('blog.asset_db')?.relations).toHaveLength(1);
  });

  test('a model that no longer fits the file is known as such, and the others go on', async () => {
    const before = models.registry.get('blog.asset_db');
    await db.query('ALTER TABLE blog_asset_db CHANGE cpu processor varchar(100) NOT NULL');
    expect(await models.refresh()).toBe(true);
    expect(models.whyUnfit('blog.asset_db')).toBe(
      'blog.asset_db: search_fields: there is no field cpu; there are id, serverno, ip_addr, user, passwd, processor, memory, status, owner, remark2',
    );
    expect(models.registry.get('blog.asset_db')).toBe(before);
    expect(models.whyUnfit('blog.ethernet')).toBeUndefined();
    expect(await models.refresh()).toBe(false);
    await db.query('ALTER TABLE blog_asset_db CHANGE processor cpu varchar(100) NOT NULL');
    expect(await models.look()).toBe(true);
    expect(models.whyUnfit('blog.asset_db')).toBeUndefined();
  });

  test('a new column without a default stands in the way of new rows alone', async () => {
    const adding = modelsBy({
      'blog.ethernet': { editable: ['e_model', 'e_sn', 'e_porttype'], add: true },
    });
    await adding.onModuleInit();
    try {
      // As a migration of Django leaves it: the default is for the rows that are there.
      await db.query('ALTER TABLE blog_ethernet ADD speed int NOT NULL');
      expect(await adding.look()).toBe(true);
      expect(adding.whyUnfit('blog.ethernet')).toBeUndefined();
      expect(adding.whyUnfitToAdd('blog.ethernet')).toContain('a value for speed');
      const names = adding.registry.get('blog.ethernet')?.fields.map(({ name }) => name);
      expect(names).toContain('speed');
      await db.query('ALTER TABLE blog_ethernet ALTER speed SET DEFAULT 1');
      expect(await adding.look()).toBe(true);
      expect(adding.whyUnfitToAdd('blog.ethernet')).toBeUndefined();
    } finally {
      adding.onApplicationShutdown();
    }
  });

  test('a table that is gone is known as such, and found when it comes back', async () => {
    await db.query('RENAME TABLE blog_asset_db TO elsewhere');
    expect(await models.look()).toBe(true);
    expect(models.whyUnfit('blog.asset_db')).toContain('there is no table blog_asset_db');
    await db.query('RENAME TABLE elsewhere TO blog_asset_db');
    expect(await models.look()).toBe(true);
    expect(models.whyUnfit('blog.asset_db')).toBeUndefined();
  });

  test('a file that does not fit refuses the start with every fault', async () => {
    const wrong = modelsBy({ 'blog.assetdb': {}, 'blog.ethernet': { lookup_field: 'e_model' } });
    const failure: unknown = await wrong.onModuleInit().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as ConfigError).problems).toEqual([
      expect.stringMatching(
        /lockstep\.json: blog\.assetdb: no such model; is it blog\.asset_db\?$/,
      ),
      expect.stringMatching(/blog\.ethernet: lookup_field: e_model is not unique; unique: id$/),
    ]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { linesOf, sendFile } from '../support/imports.js';
import { loginOf } from '../support/logins.js';
import { newUser } from '../support/users.js';

// Which keys are one is the business of the column's collation, and it may change while we run.
let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('import_keys');
  root = await loginOf(site, await newUser(site.db, { username: 'root', isSuperuser: true }));
});

afterAll(() => site.close());

beforeEach(() => site.db.query('DELETE FROM assets_asset'));

async function collate(collation: string): Promise<void> {
  await site.db.query('DELETE FROM assets_asset');
  await site.db.query(
    `ALTER TABLE assets_asset MODIFY asset_tag varchar(64) COLLATE ${collation} NOT NULL,
      MODIFY serial varchar(128) COLLATE ${collation} DEFAULT NULL`,
  );
}

/** The collation of this server that tells texts apart by spaces at their ends, and neither case nor accents. */
async function withoutPadding(): Promise<string> {
  const rows = await site.db.query<{ name: string }>(
    `SELECT collation_name AS name FROM information_schema.collations
      WHERE collation_name IN ('utf8mb4_0900_ai_ci', 'utf8mb4_unicode_520_nopad_ci')`,
  );
  return rows[0]?.name ?? 'none';
}

async function importFile(lines: readonly string[], query: string): Promise<unknown[]> {
  const report = linesOf(await sendFile(root, lines.join('\n'), query));
  return report
    .slice(0, -1)
    .map(({ result, errors }) =>
      errors ? (errors as { code: string }[]).map(({ code }) => code).join() : result,
    );
}

const stored = (): Promise<Record<string, unknown>[]> =>
  site.db.query('SELECT asset_tag, serial, name FROM assets_asset ORDER BY id');

const MODES = ['atomic', 'rows'];
const PADDING = ['utf8mb4_general_ci', 'utf8mb4_unicode_ci'];

describe.each([...PADDING, 'no padding'])('with keys in %s', (collation) => {
  beforeAll(async () => {
    await collate(collation === 'no padding' ? await withoutPadding() : collation);
  });

  describe.each(MODES)('in the mode %s', (mode) => {
    test.each([
      ['T', 'T '],
      ['T', 't'],
      ['É-1', 'e-1'],
    ])('%j and %j are one asset, which is as the last line says', async (one, other) => {
      const file = ['asset_tag,name', `${one},two`, `"${other}",three`, `${one},two`];
      expect(await importFile(file, `?mode=${mode}`)).toEqual(['created', 'updated', 'updated']);
      expect(await stored()).toEqual([{ asset_tag: one, serial: null, name: 'two' }]);
      const again = ['asset_tag,name', `"${other}",first`, `${one},second`];
      expect(await importFile(again, `?mode=${mode}`)).toEqual(['updated', 'updated']);
      expect(await stored()).toMatchObject([{ asset_tag: one, name: 'second' }]);
    });

    test('a tag that somebody wrote with a space behind it is the one without where spaces do not count', async () => {
      const insert =
        "INSERT INTO assets_asset (asset_tag, name, notes, custom) VALUES ('P ', 'old', '', '{}')";
      await site.db.query(insert);
      const isPadded = collation !== 'no padding';
      expect(await importFile(['asset_tag,name', 'P,new'], `?mode=${mode}`)).toEqual([
        isPadded ? 'updated' : 'created',
      ]);
      expect(await stored()).toMatchObject(
        isPadded
          ? [{ asset_tag: 'P', name: 'new' }]
          : [
              { asset_tag: 'P ', name: 'old' },
              { asset_tag: 'P', name: 'new' },
            ],
      );
      await site.db.query("DELETE FROM assets_asset WHERE asset_tag = 'P'");
      if (isPadded) await site.db.query(insert);
      expect(await importFile(['asset_tag,name', '"P ",old'], `?mode=${mode}`)).toEqual([
        'unchanged',
      ]);
    });

    test('a tag of spaces is none, and line breaks around one are no part of it', async () => {
      await root.post('/api/assets', { asset_tag: 'TAG', name: 'old' });
      const file = ['asset_tag,name', '"TAG\r\n",new', '"\tTAG",newer'];
      expect(await importFile(file, `?mode=${mode}`)).toEqual(['updated', 'updated']);
      expect(await stored()).toMatchObject([{ asset_tag: 'TAG', name: 'newer' }]);
      expect(await importFile(['asset_tag,name', '"      ",y'], '?mode=rows')).toEqual([
        'too_small',
      ]);
    });

    test('so are two spellings of a serial, where that is the key', async () => {
      const file = ['serial,name', 'S-É,two', '"s-e ",three', 'S-É,four'];
      const query = `?mode=${mode}&key=serial`;
      expect(await importFile(file, query)).toEqual(['created', 'updated', 'updated']);
      expect(await stored()).toMatchObject([{ serial: 'S-É', name: 'four' }]);
    });
  });
});

describe('a tag that is equal to another to an old collation only', () => {
  beforeAll(() => collate('utf8mb4_general_ci'));

  test('is refused, and the asset that is there keeps its tag and its values', async () => {
    await root.post('/api/assets', { asset_tag: 'H😀', name: 'old' });
    const file = ['asset_tag,name', 'H😁,new'];
    expect(await importFile(file, '?mode=rows')).toEqual(['duplicate_value']);
    const all = await sendFile(root, file.join('\n'));
    expect(all.body).toMatchObject({
      status: 422,
      rows: [{ line: 2, errors: [{ field: 'asset_tag', code: 'duplicate_value' }] }],
    });
    expect(await stored()).toEqual([{ asset_tag: 'H😀', serial: null, name: 'old' }]);
  });

  test('is refused also where the other one comes with the same file', async () => {
    const file = [
      'asset_tag,name',
      'H😀,one',
      'H😁,two',
      'h😀,three',
      'Straße,four',
      'Strase,five',
    ];
    expect(await importFile(file, '?mode=rows')).toEqual([
      'created',
      'duplicate_value',
      'updated',
      'created',
      'duplicate_value',
    ]);
    expect(await stored()).toMatchObject([
      { asset_tag: 'h😀', name: 'three' },
      { asset_tag: 'Straße', name: 'four' },
    ]);
  });
});

test('where case and accents count, each spelling is an asset of its own', async () => {
  await collate('utf8mb4_bin');
  const file = ['asset_tag,name', 'T,one', 't,two', 'É,three', 'E,four', 'T,five'];
  expect(await importFile(file, '')).toEqual([...Array<string>(4).fill('created'), 'updated']);
  await collate('utf8mb4_general_ci');
});

describe('unique values that change hands', () => {
  const count = 250;

  beforeAll(() => collate('utf8mb4_general_ci'));

  beforeEach(async () => {
    const rows = Array.from({ length: count }, (_, n) => [`A-${n}`, `n${n}`, `S-${n}`, '', '{}']);
    await site.db.query(
      'INSERT INTO assets_asset (asset_tag, name, serial, notes, custom) VALUES ?',
      [rows],
    );
  });

  const serialsOf = async (...tags: string[]): Promise<unknown[]> => {
    const rows = await site.db.query<{ asset_tag: string; serial: string | null }>(
      'SELECT asset_tag, serial FROM assets_asset',
    );
    const serials = new Map(rows.map(({ asset_tag, serial }) => [asset_tag, serial]));
    return tags.map((tag) => serials.get(tag));
  };

  const swap = ['asset_tag,serial', 'A-0,S-1', 'A-1,S-0'];

  test.each(MODES)('two assets swap their serials in the mode %s', async (mode) => {
    expect(await importFile(swap, `?mode=${mode}&dry_run=true`)).toEqual(['updated', 'updated']);
    expect(await serialsOf('A-0', 'A-1')).toEqual(['S-0', 'S-1']);
    expect(await importFile(swap, `?mode=${mode}`)).toEqual(['updated', 'updated']);
    expect(await serialsOf('A-0', 'A-1')).toEqual(['S-1', 'S-0']);
    expect(await importFile(swap, `?mode=${mode}`)).toEqual(['unchanged', 'unchanged']);
  });

  test.each(MODES)(
    'three hand theirs on, and a new asset gets the last, in the mode %s',
    async (mode) => {
      const file = ['asset_tag,name,serial', 'NEW,new,S-0', 'A-0,a,S-1', 'A-1,b,S-2', 'A-2,c,'];
      expect(await importFile(file, `?mode=${mode}`)).toEqual([
        'created',
        ...Array<string>(3).fill('updated'),
      ]);
      expect(await serialsOf('NEW', 'A-0', 'A-1', 'A-2')).toEqual(['S-0', 'S-1', 'S-2', null]);
    },
  );

  test.each(MODES)(
    'two assets swap their tags where the serial is the key, in the mode %s',
    async (mode) => {
      const file = ['serial,asset_tag', 'S-0,A-1', 'S-1,A-0'];
      expect(await importFile(file, `?key=serial&mode=${mode}`)).toEqual(['updated', 'updated']);
      expect(await serialsOf('A-0', 'A-1')).toEqual(['S-1', 'S-0']);
    },
  );

  const last = count - 1;
  const apart = [
    'asset_tag,serial',
    `A-0,S-${last}`,
    ...Array.from({ length: count - 2 }, (_, n) => `A-${n + 1},S-${n + 1}`),
    `A-${last},S-0`,
  ];

  test('all or nothing: however far apart they stand', async () => {
    const results = await importFile(apart, '');
    expect([results[0], results[1], results.at(-1)]).toEqual(['updated', 'unchanged', 'updated']);
    expect(await serialsOf('A-0', `A-${last}`)).toEqual([`S-${last}`, 'S-0']);
  });

  test('row by row: no further apart than a batch, because the first is committed before the last is read', async () => {
    const results = await importFile(apart, '?mode=rows');
    expect([results[0], results.at(-1)]).toEqual(['duplicate_value', 'duplicate_value']);
    expect(await serialsOf('A-0', `A-${last}`)).toEqual(['S-0', `S-${last}`]);
  });

  const half = [
    'asset_tag,serial,status',
    'A-0,S-1,',
    'A-1,S-0,retired',
    'A-2,S-3,',
    'A-4,S-4,lost',
  ];

  test('row by row: a swap of which one half is refused is none, and the other rows are written', async () => {
    await site.db.query("UPDATE assets_asset SET status = 'lost' WHERE asset_tag = 'A-1'");
    const file = half.map((line) => line.replace('retired', 'maintenance'));
    expect(await importFile(file, '?mode=rows')).toEqual([
      'duplicate_value',
      'status_not_allowed',
      'duplicate_value',
      'updated',
    ]);
    expect(await serialsOf('A-0', 'A-1', 'A-2', 'A-3')).toEqual(['S-0', 'S-1', 'S-2', 'S-3']);
    expect(await site.db.query("SELECT status FROM assets_asset WHERE asset_tag = 'A-4'")).toEqual([
      { status: 'lost' },
    ]);
  });

  test('all or nothing: a value of which no line brings another is a failure of the line that wants it', async () => {
    const { body } = await sendFile(root, half.join('\n'));
    expect(body).toMatchObject({
      status: 422,
      failed: 1,
      rows: [{ line: 4, errors: [{ field: 'serial', code: 'duplicate_value' }] }],
    });
    expect(await serialsOf('A-0', 'A-1', 'A-2', 'A-3')).toEqual(['S-0', 'S-1', 'S-2', 'S-3']);
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DomainError } from '../../src/domain-error.js';
import type { User } from '../../src/http/index.js';
import { RecordWrites } from '../../src/records/record-writes.service.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import { isMariaDb } from '../support/server.js';
import { modelsFile } from '../support/site-models.js';
import { grant, newUser } from '../support/users.js';

// What commands on one row of a served table leave and answer together in one transaction, against one by one on a row like it. The
// table keeps other values than it is given, and its triggers change columns that nobody named.
const TABLES = [
  'CREATE TABLE lab_tag (id int PRIMARY KEY)',
  'INSERT INTO lab_tag VALUES (1), (2), (3)',
  `CREATE TABLE lab_thing (id int PRIMARY KEY, half int NOT NULL, word varchar(20) NOT NULL,
    price decimal(8,2) NOT NULL, n int NOT NULL, twice int AS (n * 2) STORED, hits int NOT NULL,
    touched datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    UNIQUE (half, word), CHECK (n < 100)) COLLATE utf8mb4_general_ci`,
  `CREATE TRIGGER lab_thing_hits BEFORE UPDATE ON lab_thing FOR EACH ROW
    SET NEW.hits = OLD.hits + 1, NEW.word = TRIM(NEW.word), NEW.n = IF(NEW.n = 13, 14, NEW.n)`,
  `CREATE TABLE lab_thing_tags (id int AUTO_INCREMENT PRIMARY KEY, thing_id int NOT NULL, tag_id int NOT NULL,
    UNIQUE KEY (thing_id, tag_id), FOREIGN KEY (thing_id) REFERENCES lab_thing (id), FOREIGN KEY (tag_id) REFERENCES lab_tag (id))`,
  // A line into the links by a change of the row itself.
  `CREATE TRIGGER lab_thing_links AFTER UPDATE ON lab_thing FOR EACH ROW
    DELETE FROM lab_thing_tags WHERE thing_id = NEW.id AND tag_id = 3 AND NEW.n = 7`,
];

const ANYBODY = 'IsAuthenticated';
const permissions = { view: ANYBODY, add: ANYBODY, change: ANYBODY, delete: ANYBODY };

let site: TestApp;
let writes: RecordWrites;
/** Every second one sees tags. Each command has one of its own, so that they arrive in their order: a user's rights are read once for all. */
let users: User[];

beforeAll(async () => {
  const db = await createTestDatabase('models_groups', { LOCKSTEP_INVENTORY: 'off' });
  for (const sql of TABLES) await db.query(sql);
  const file = modelsFile({
    'lab.thing': {
      table: 'lab_thing',
      permissions,
      editable: ['word', 'price', 'n', 'tags'],
    },
    'lab.tag': { table: 'lab_tag', permissions: { ...permissions, view: 'auth.view_group' } },
  });
  site = await openTestApp(db, { LOCKSTEP_MODELS: file, LOCKSTEP_INVENTORY: 'off' });
  writes = site.app.get(RecordWrites, { strict: false });
  users = [];
  for (let n = 0; n < 16; n++) {
    const id = await newUser(db, { username: `user${n}` });
    if (n % 2 === 0) await grant(db, id, 'auth.view_group');
    users.push({
      ...{ id, username: '', firstName: '', lastName: '', email: '' },
      ...{ isStaff: false, isSuperuser: false, permissions: new Set() },
    });
  }
});

afterAll(() => site.close());

beforeEach(reset);

async function reset(): Promise<void> {
  for (const table of ['lab_thing_tags', 'lab_thing', 'lockstep_event'])
    await site.db.query(`DELETE FROM ${table}`);
  await site.db.query(`INSERT INTO lab_thing (id, half, word, price, n, hits) VALUES
    (1, 1, 'a', 1, 0, 0), (2, 2, 'a', 1, 0, 0), (11, 1, 'taken', 1, 0, 0), (12, 2, 'taken', 1, 0, 0)`);
  await site.db.query('INSERT INTO lab_thing_tags (thing_id, tag_id) VALUES (1, 1), (2, 1)');
}

interface Change {
  readonly user: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly note?: string;
}

async function send(id: number, { user, values, note }: Change): Promise<unknown> {
  const conditions = {
    ifMatch: undefined,
    lockWait: undefined,
    leaseToken: undefined,
    idempotencyKey: undefined,
  };
  try {
    const by = users[user];
    if (!by) throw new Error('there is no such user');
    const { view } = await writes.change(by, 'lab.thing', String(id), { values, note }, conditions);
    const { id: _, half: __, touched: ___, ...rest } = view;
    return rest;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
}

async function left(id: number): Promise<unknown[]> {
  return [
    await site.db.query('SELECT word, price, n, twice, hits FROM lab_thing WHERE id = ?', [id]),
    await site.db.query('SELECT tag_id FROM lab_thing_tags WHERE thing_id = ? ORDER BY 1', [id]),
    (
      await site.db.query<{ changes: string }>(
        'SELECT actor_id, kind, changes, note FROM lockstep_event WHERE row_key = ? ORDER BY id',
        [String(id)],
      )
    ).map(({ changes, ...event }) => {
      const { touched: _, ...others } = JSON.parse(changes) as Record<string, unknown>;
      return { ...event, others };
    }),
  ];
}

const change = fc.record(
  {
    user: fc.constantFrom(0, 1),
    values: fc.record(
      {
        word: fc.constantFrom('a', 'A', ' b', 'c ', 'taken'),
        price: fc.constantFrom('1', '1.00', '2.5', '2.50'),
        n: fc.constantFrom(0, 1, 7, 13, 14, 100),
        tags: fc.constantFrom([], [1], [1, 3], [3, 2], [99]),
      },
      { requiredKeys: [] },
    ),
    note: fc.constantFrom('one', 'two'),
  },
  { requiredKeys: ['user', 'values'] },
);

test('commands together leave, and answer, what they do one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 8 }), async (given) => {
      const changes = given.map((one, at) => ({ ...one, user: 2 * at + one.user }));
      await reset();
      const together = await Promise.all(changes.map((one) => send(1, one)));
      const alone: unknown[] = [];
      for (const one of changes) alone.push(await send(2, one));
      expect(together).toEqual(alone);
      expect(await left(1)).toEqual(await left(2));
    }),
    { numRuns: isMariaDb ? 80 : 40 },
  );
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { createTestDatabase } from '../support/database.js';
import { lockWait } from '../support/lock-waits.js';
import { hold } from '../support/locks.js';
import { loginOf } from '../support/logins.js';
import { modelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';

/** Rows that are another, or none, when a write has them. */
let site: TestApp;
let anna: Browser;
let ben: Browser;

const TABLES = [
  'CREATE TABLE lab_word (word varchar(40) PRIMARY KEY, n int NOT NULL)',
  `CREATE TRIGGER lab_word_insert BEFORE INSERT ON lab_word FOR EACH ROW
    IF NEW.n = 13 THEN SET NEW.word = CONCAT(NEW.word, '-moved'); END IF`,
  `CREATE TRIGGER lab_word_update BEFORE UPDATE ON lab_word FOR EACH ROW
    IF NEW.n = 13 THEN SET NEW.word = CONCAT(NEW.word, '-moved'); END IF`,
  'CREATE TABLE lab_queue (id int AUTO_INCREMENT PRIMARY KEY, n int NOT NULL)',
  'CREATE TABLE lab_tag (word varchar(40) PRIMARY KEY)',
  `CREATE TABLE lab_queue_tags (id int AUTO_INCREMENT PRIMARY KEY, queue_id int NOT NULL, tag_id varchar(40) NOT NULL,
    UNIQUE KEY (queue_id, tag_id), FOREIGN KEY (queue_id) REFERENCES lab_queue (id), FOREIGN KEY (tag_id) REFERENCES lab_tag (word))`,
  'INSERT INTO lab_queue (id, n) VALUES (1, 0), (2, 0), (3, 0), (4, 0)',
  "INSERT INTO lab_tag VALUES ('free')",
  "INSERT INTO lab_queue_tags (queue_id, tag_id) VALUES (1, 'free'), (2, 'free'), (3, 'free'), (4, 'free')",
];

const ANYBODY = 'IsAuthenticated';
const permissions = { view: ANYBODY, add: ANYBODY, change: ANYBODY, delete: ANYBODY };
const lab = (name: string, more: object) => ({
  [`lab.${name}`]: { table: `lab_${name}`, add: true, permissions, ...more },
});

const WORDS = '/api/models/lab.word';

beforeAll(async () => {
  const db = await createTestDatabase('moved_rows', { LOCKSTEP_INVENTORY: 'off' });
  for (const sql of TABLES) await db.query(sql);
  const file = modelsFile({
    ...lab('word', { editable: ['n'] }),
    ...lab('queue', { editable: ['n', 'tags'] }),
    ...lab('tag', { add: false }),
  });
  site = await openTestApp(db, { LOCKSTEP_MODELS: file, LOCKSTEP_INVENTORY: 'off' });
  anna = await loginOf(site, await newUser(db, { username: 'anna' }));
  ben = await loginOf(site, await newUser(db, { username: 'ben' }));
});

afterAll(() => site.close());

test('a trigger that changes the key of a row undoes the write, because nobody could say which row it is now', async () => {
  expect((await anna.post(WORDS, { word: 'a', n: 1 })).status).toBe(201);
  const answers = [
    await anna.patch(`${WORDS}/a`, { n: 13 }),
    await anna.patch(WORDS, { filter: { word: 'a' }, set: { n: 13 } }),
    await anna.put(`${WORDS}/a`, { n: 13 }),
    await anna.post(WORDS, { word: 'b', n: 13 }),
  ];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [409, 'conflict']),
  );
  expect(await site.db.query('SELECT word, n FROM lab_word')).toEqual([{ word: 'a', n: 1 }]);
  const { body } = await anna.get<{ results: unknown[] }>(`${WORDS}/a/history`);
  expect(body.results).toMatchObject([{ kind: 'created' }]);
});

test('a claim takes others in place of rows that fitted no longer when it had them', async () => {
  const holder = await hold(site.db);
  await holder.query('SELECT id FROM lab_queue WHERE id > 1 FOR UPDATE');
  const wish = { filter: { tags: 'free' }, set: { n: 1 }, count: 3 };
  // The first row opens the snapshot that the statement sees of the tags, before it waits for the second.
  const claiming = anna.post<{ results: { id: number }[] }>('/api/models/lab.queue/claim', wish);
  await lockWait(site.db);
  await holder.query('DELETE FROM lab_queue_tags WHERE queue_id = 2');
  await holder.commit();
  const { status, body } = await claiming;
  expect([status, body]).toMatchObject([200, { results: [{ id: 1 }, { id: 3 }, { id: 4 }] }]);
});

test('a lease of a row that SQL deleted is not that of the row which gets its key', async () => {
  await anna.post(WORDS, { word: 'c', n: 1 });
  expect((await anna.put(`${WORDS}/c/lease`, { seconds: 60 })).status).toBe(200);
  await site.db.query("DELETE FROM lab_word WHERE word = 'c'");
  expect((await ben.post(WORDS, { word: 'c', n: 2 })).status).toBe(201);
  expect((await ben.patch(`${WORDS}/c`, { n: 3 })).status).toBe(200);
});

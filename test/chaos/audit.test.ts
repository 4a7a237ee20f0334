import { expect, test } from 'vitest';
import { audit } from '../../chaos/lib/audit.mjs';
import { untruths } from '../../chaos/lib/health-watch.mjs';
import { LoadRecord } from '../../chaos/lib/record.mjs';

// The audit of `npm run chaos` must be able to fail: each test breaks one promise.

const LIMIT = 10_000;

/** A create, two writes on a counter, a batch over two assets and a session, all of them as they should be. */
function keptRun() {
  const record = new LoadRecord();
  record.writes.push(
    { token: 'w1', kind: 'create', rows: 1, outcome: 'acknowledged', key: 'w1', assetId: 3 },
    { token: 'w2', kind: 'increment', rows: 1, outcome: 'acknowledged' },
    { token: 'w3', kind: 'batch', rows: 2, outcome: 'acknowledged' },
    { token: 'w4', kind: 'batch', rows: 2, outcome: 'refused' },
    { token: 'w5', kind: 'own row', rows: 1, outcome: 'unknown' },
  );
  record.sessionWrites.push(
    { session: 0, key: 'client0', value: 1, outcome: 'acknowledged' },
    { session: 0, key: 'client0', value: 2, outcome: 'unknown' },
  );
  record.exchanges.push({ what: 'POST /api/assets', status: 201, milliseconds: 12 });
  const evidence = {
    events: [created(1, ''), changed(1, 2, '', 'w2', 1), changed(1, 3, 'w2', 'w3')].concat([
      created(2, ''),
      changed(2, 2, '', 'w3'),
      created(3, 'w1'),
    ]),
    assets: [asset(1, 3, 'w3', 1), asset(2, 2, 'w3', 0), asset(3, 1, 'w1', 0)],
    keys: [{ idempotency_key: 'w1', answer: '{"id":3}' }],
    sessions: [{ client0: 1 }],
    counters: [1],
  };
  return { record, evidence };
}

const asset = (id: number, version: number, notes: string, count: number) => ({
  id,
  version,
  notes,
  custom: { count },
  status: 'in_stock',
  assigned_to_id: null,
});

const created = (id: number, notes: string) => ({
  asset_id: id,
  version: 1,
  kind: 'created',
  note: null as string | null,
  changes: {
    notes: [null, notes],
    custom: [null, { count: 0 }],
    status: [null, 'in_stock'],
  } as Record<string, [unknown, unknown]>,
});

const changed = (id: number, version: number, before: string, after: string, count?: number) => ({
  asset_id: id,
  version,
  kind: 'updated',
  note: null,
  changes: {
    notes: [before, after],
    ...(count === undefined ? {} : { custom: [{ count: count - 1 }, { count }] }),
  } as Record<string, [unknown, unknown]>,
});

type Run = ReturnType<typeof keptRun>;

const NOTHING = { lost: [], halfDone: [], unfounded: [], hung: [], internal: [] };

function findingsOf(breakIt: (run: Run) => void) {
  const run = keptRun();
  breakIt(run);
  return audit(run.record, run.evidence, LIMIT);
}

function find<T>(list: readonly T[], isWanted: (one: T) => boolean): T {
  const found = list.find(isWanted);
  if (!found) throw new Error('there is no such thing in the run');
  return found;
}

test('a run that kept every promise has no findings', () => {
  expect(findingsOf(() => undefined)).toEqual(NOTHING);
});

test('an unknown write may be there as well', () => {
  const findings = findingsOf(({ evidence }) => {
    evidence.events.push(changed(2, 3, 'w3', 'w5'));
    Object.assign(
      find(evidence.assets, ({ id }) => id === 2),
      { version: 3, notes: 'w5' },
    );
    evidence.sessions = [{ client0: 2 }];
  });
  expect(findings).toEqual(NOTHING);
});

test('an acknowledged write that is not there is lost', () => {
  const { lost } = findingsOf(({ record }) => {
    record.writes.push({ token: 'w9', kind: 'own row', rows: 1, outcome: 'acknowledged' });
  });
  expect(lost).toEqual(['own row w9 was acknowledged and is not there']);
});

test('a batch of which one row is missing is half-done', () => {
  const { halfDone } = findingsOf(({ evidence }) => {
    evidence.events = evidence.events.filter(
      ({ asset_id, version }) => asset_id !== 2 || version < 2,
    );
    Object.assign(
      find(evidence.assets, ({ id }) => id === 2),
      { version: 1, notes: '' },
    );
  });
  expect(halfDone).toEqual(['batch w3: 1 of 2 rows are there']);
});

test('a row that is not what its history says is half-done', () => {
  const { halfDone } = findingsOf(({ evidence }) => {
    find(evidence.assets, ({ id }) => id === 3).notes = 'something else';
    find(evidence.assets, ({ id }) => id === 2).version = 5;
  });
  expect(halfDone).toContain('asset 2 has version 5 and events 1,2');
  expect(halfDone).toContain('asset 3: notes is not what its last event says');
});

test('a create without its key, or with two assets, is half-done', () => {
  const withoutKey = findingsOf(({ evidence }) => (evidence.keys = []));
  expect(withoutKey.halfDone).toEqual(['create w1 made asset 3, and its key stands for undefined']);
  const twice = findingsOf(({ evidence }) => {
    evidence.assets.push(asset(4, 1, 'w1', 0));
    evidence.events.push(created(4, 'w1'));
  });
  expect(twice.halfDone).toEqual(['create w1 made the assets 3, 4']);
  expect(twice.unfounded).toEqual(['create w1: 2 rows are there instead of 1']);
});

test('a refused write that is there is unfounded', () => {
  const { unfounded } = findingsOf(({ record }) => {
    find(record.writes, ({ token }) => token === 'w3').outcome = 'refused';
  });
  expect(unfounded).toEqual(['batch w3 was refused and is there']);
});

test('an increment over a number that was read too early is lost', () => {
  const { lost } = findingsOf(({ evidence }) => {
    evidence.events.push(changed(1, 4, 'w3', 'w9', 1));
    Object.assign(
      find(evidence.assets, ({ id }) => id === 1),
      { version: 4, notes: 'w9' },
    );
  });
  expect(lost).toEqual([
    'asset 1, version 4: custom was not what had been written',
    'counter 1 is 1 after 2 increments',
  ]);
});

test('a session that went back is lost, and one that shows what was refused is unfounded', () => {
  const { lost } = findingsOf(({ evidence }) => (evidence.sessions = [{ client0: 0 }]));
  expect(lost).toEqual(['session 0 client0 is 0; 1 was the last to be acknowledged']);
  const { unfounded } = findingsOf(({ record, evidence }) => {
    record.sessionWrites.push({ session: 0, key: 'client0', value: 3, outcome: 'refused' });
    evidence.sessions = [{ client0: 3 }];
  });
  expect(unfounded).toEqual(['session 0 client0 is 3; 1 was the last to be acknowledged']);
});

test('a request that took longer than its limit hung, and a 500 is an internal error', () => {
  const { hung, internal } = findingsOf(({ record }) => {
    record.exchanges.push(
      { what: 'GET /api/assets/1', status: 200, milliseconds: 10_400 },
      { what: 'PATCH /api/assets', status: 'no answer', milliseconds: 9_000 },
      { what: 'PATCH /api/session', status: 500, milliseconds: 3 },
      { what: 'PATCH /api/session', status: 503, milliseconds: 3 },
    );
  });
  expect(hung).toEqual(['GET /api/assets/1 took 10.4 s', 'PATCH /api/assets took 9.0 s']);
  expect(internal).toEqual(['PATCH /api/session was answered with 500']);
});

test('health lies when it says ready without a database, not ready with it, or nothing at all', () => {
  const look = (path: string, status: number | 'none', from: number) => ({
    origin: 'http://127.0.0.1:1',
    path,
    status,
    from,
    to: from + 10,
  });
  const away = [{ from: 1000, to: 5000 }];
  const ready = (status: number, from: number) => look('/health/ready', status, from);
  expect(untruths([ready(200, 100), ready(503, 2000), ready(200, 9000)], away)).toEqual([]);
  expect(untruths([ready(200, 2000)], away)).toEqual([
    'ready said 200 while the database was away',
  ]);
  expect(untruths([ready(503, 9000)], away)).toEqual(['ready said 503 with its database at hand']);
  expect(untruths([look('/health/live', 'none', 2000)], away)).toEqual(['live said none']);
});

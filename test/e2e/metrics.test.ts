import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { holdRow } from '../support/locks.js';
import { newAsset } from '../support/new-asset.js';
import { newUser, PASSWORD } from '../support/users.js';

let site: TestApp;
let root: Browser;

beforeAll(async () => {
  site = await createTestApp('metrics');
  await newUser(site.db, { username: 'root', isSuperuser: true });
  root = site.browser();
  await root.login('root', PASSWORD);
});

afterAll(() => site.close());

async function scrape(): Promise<string> {
  return (await root.get<string>('/metrics')).body;
}

/** The value of one series, as `lockstep_pool_connections{state="free"}`. */
async function valueOf(series: string): Promise<number | undefined> {
  const line = (await scrape()).split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('sessions are counted by the format of their row, and those that no key verifies', async () => {
  const signed = 'lockstep_sessions_read_total{format="signed-compressed"}';
  const failures = 'lockstep_session_signature_failures_total';
  const [before = 0, none] = [await valueOf(signed), await valueOf(failures)];
  await root.get('/api/auth/me');
  expect(await valueOf(signed)).toBe(before + 1);
  expect(none).toBe(0);

  const key = 'b'.repeat(32);
  await site.db.query(
    'INSERT INTO django_session VALUES (?, ?, UTC_TIMESTAMP() + INTERVAL 1 DAY)',
    [key, 'eyJhIjoxfQ:1sISAI:-FYW1fjisPoQ7wJbXpalEQPyj9VG_wfv0X9remTdRJc'],
  );
  const stranger = site.browser();
  stranger.jar.set('sessionid', key);
  await stranger.get('/api/session');
  expect(await valueOf(failures)).toBe(1);
});

test('the pool shows its connections, used while a transaction runs', async () => {
  const used = 'lockstep_pool_connections{state="used"}';
  const idle = await valueOf(used);
  const { id, path } = await newAsset(root);
  const holder = await holdRow(site.db, 'assets_asset', id);
  const waits = root.patch(path, { rack: '1' });
  await expect.poll(() => valueOf(used)).toBe((idle ?? 0) + 1);
  await holder.rollback();
  expect((await waits).status).toBe(200);
  expect(await valueOf('lockstep_lock_wait_seconds_count')).toBeGreaterThan(0);
});

test('the dashboard, the alerts and the document name metrics that exist', async () => {
  const text = await scrape();
  const files = [
    'observability/grafana-dashboard.json',
    'observability/alerts.yml',
    'observability.md',
  ];
  const named = files
    .map((file) => readFileSync(`docs/${file}`, 'utf8'))
    .flatMap(
      (content) => content.match(/\b(?:lockstep|http|nodejs|process)_[a-z0-9_]+[a-z0-9]\b/g) ?? [],
    )
    .map((name) => name.replace(/_(?:bucket|count)$/, ''));
  expect(new Set(named).size).toBeGreaterThan(10);
  for (const name of named) expect(text).toContain(`# TYPE ${name} `);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { DjangoSite } from '../support/django.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newLogin, newUser } from '../support/users.js';

type Row = Record<string, unknown>;

const ZONE = 'Asia/Shanghai';
const LABELS = [
  'cmdb.server',
  'cmdb.idc',
  'cmdb.region',
  'cmdb.rack',
  'cmdb.certificate',
  'cmdb.virtualserver',
  'auth.user',
  'legacy.log',
  'legacy.reading',
  'legacy.slot',
  'legacy.online',
  'legacy.part',
];

let site: TestApp;
let django: DjangoSite;
let root: Browser;

beforeAll(async () => {
  const db = await createSiteDatabase('model_views', 'cmdb');
  await runMigrations(db.dataSource);
  const models = Object.fromEntries(LABELS.map((label) => [label, {}]));
  const file = await writeModelsFile('cmdb', models);
  // What is kept then is the time of the zone.
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', USE_TZ: 'False', TIME_ZONE: ZONE };
  site = await openTestApp(db, env);
  django = await DjangoSite.start(db.url, { USE_TZ: false, TIME_ZONE: ZONE }, 'cmdb');
  const id = await newUser(db, { username: 'boss', isSuperuser: true });
  root = site.browser();
  root.jar.set('sessionid', await newLogin(db, site.config, id));
}, 120_000);

afterAll(async () => {
  await django.stop();
  await site.close();
});

/**
 * What REST framework's ModelSerializer makes of each row, by the code of its fields (`rest_framework/fields.py`), and the
 * differences that are meant: foreign keys under their attname, times in UTC, durations in ISO 8601, bytes in base64.
 */
const SERIALIZE = `
import base64, datetime, decimal, uuid, zoneinfo
from django.apps import apps
from django.utils.duration import duration_iso_string
UTC = datetime.timezone.utc
def shown(value):
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC).isoformat().replace('+00:00', 'Z')
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    return value.name if hasattr(value, 'storage') else value
def row(one):
    opts = one._meta
    made = {f.attname: shown(f.value_from_object(one)) for f in opts.local_concrete_fields if f.name not in hidden}
    for f in opts.local_many_to_many:
        if f.related_model._meta.label_lower in labels:
            made[f.name] = sorted(other.pk for other in getattr(one, f.name).all())
    return made
result = {}
for label in labels:
    if label != 'legacy.part':
        result[label] = [row(one) for one in apps.get_model(label).objects.order_by('pk')]
result
`;

test('rows are shown as a ModelSerializer shows them', async () => {
  const hidden = ['password', 'api_token', 'private_key'];
  const values = { labels: LABELS, hidden, zone: ZONE };
  const theirs = await django.python<Record<string, Row[]>>(SERIALIZE, values);
  for (const [label, expected] of Object.entries(theirs)) {
    const ordering = ['legacy.reading', 'legacy.slot', 'legacy.online'].includes(label) ? '' : 'pk';
    const { body } = await root.get<{ results: Row[] }>(
      `/api/models/${label}?ordering=${ordering}`,
    );
    expect(body.results, label).toHaveLength(expected.length);
    body.results.forEach((row, at) => {
      expect(row, label).toEqual(expected[at]);
    });
  }
});

/** As it came over the wire: parsed, its numbers would no longer be exact. */
async function text(path: string): Promise<string> {
  const cookie = `sessionid=${root.jar.get('sessionid') ?? ''}`;
  const answer = await fetch(`${site.origin}${path}`, { headers: { cookie } });
  return answer.text();
}

test('numbers are exact at any size, in columns and in documents', async () => {
  const server = await text('/api/models/cmdb.server/1');
  expect(server).toContain('"bytes_sent":9223372036854775807,');
  expect(server).toContain('"big":7088992364139642880');
  const part = await text('/api/models/legacy.part/p%201%2F%C3%A4');
  expect(part).toContain('"big":18446744073709551615,');
  expect(JSON.parse(part)).toMatchObject({
    size: 'm',
    made: 2018,
    tiny: -5,
    flag: true,
    single: 0.1,
    fixed: '12345678901234.123456',
    old_time: '2018-07-05T01:21:25Z',
    milli: '2018-07-05T01:21:25.125000Z',
    span: '100:00:00.250000',
    uuid: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    hash: 'AAECAwQFBgcICQoLDA0ODw==',
    doc: { a: [1, null] },
    shout: 'NAME',
  });
  const big = '/api/models/legacy.part?fields=code&big';
  expect(await text(`${big}=18446744073709551615`)).toContain('p 1/ä');
  expect(await text(`${big}=18446744073709551614`)).not.toContain('p 1/ä');
  const exact = '/api/models/legacy.part?fields=code&fixed';
  expect(await text(`${exact}=12345678901234.123456`)).toContain('p 1/ä');
  expect(await text(`${exact}=12345678901234.123457`)).not.toContain('p 1/ä');
  expect(await text('/api/models/cmdb.server/aggregate?sum=bytes_sent')).toContain(
    '"bytes_sent__sum":9223372036854775807',
  );
});

test('times are taken as the site keeps them, and as instants with a zone', async () => {
  const rows = async (query: string) => {
    const { body } = await root.get<{ results: Row[] }>(`/api/models/legacy.part?${query}`);
    return body.results.length;
  };
  expect(await rows('old_time=2018-07-05T09:21:25')).toBe(1);
  expect(await rows('old_time=2018-07-05T01:21:25Z')).toBe(1);
  expect(await rows('old_time=2018-07-05T03:21:25%2B02:00')).toBe(1);
  expect(await rows('old_time=2018-07-05T09:21:25Z')).toBe(0);
  expect(await rows('old_time__date=2018-07-05&old_time__hour=9')).toBe(1);
});

test('zero dates are null, and pages go past them', async () => {
  const runner = site.db.dataSource.createQueryRunner();
  await runner.query("SET SESSION sql_mode = ''");
  await runner.query(
    `INSERT INTO legacy_part (code, old_time)
      VALUES ('zero', '0000-00-00 00:00:00'), ('half', '2018-00-00 00:00:00')`,
  );
  await runner.query('SET SESSION sql_mode = DEFAULT');
  await runner.release();
  const seen: unknown[] = [];
  let path: string | null = '/api/models/legacy.part?ordering=old_time&limit=1';
  while (path !== null) {
    const { status, body }: { status: number; body: { results: Row[]; next: string | null } } =
      await root.get(path);
    expect(status).toBe(200);
    seen.push(...body.results.map(({ code, old_time }) => [code, old_time]));
    path = body.next;
  }
  expect(seen).toEqual([
    ['zero', null],
    ['half', null],
    ['p 1/ä', '2018-07-05T01:21:25Z'],
  ]);
});

test('tables without a key have pages and no single rows', async () => {
  for (const label of ['legacy.reading', 'legacy.slot', 'legacy.online']) {
    const seen: Row[] = [];
    let path: string | null = `/api/models/${label}?limit=1`;
    while (path !== null) {
      const { body }: { body: { results: Row[]; next: string | null } } = await root.get(path);
      seen.push(...body.results);
      path = body.next;
    }
    const { body } = await root.get<{ results: Row[] }>(`/api/models/${label}`);
    expect(seen, label).toEqual(body.results);
    expect(seen.length, label).toBeGreaterThan(0);
    expect((await root.get(`/api/models/${label}/1`)).body.code).toBe('record_not_found');
  }
});

test('a foreign key to nothing is compared by its own column', async () => {
  await site.db.query('UPDATE server SET rack_id = 999 WHERE id = 2');
  const rows = async (query: string) => {
    const { body } = await root.get<{ results: Row[] }>(
      `/api/models/cmdb.server?ordering=pk&fields=id&${query}`,
    );
    return body.results.map(({ id }) => id);
  };
  const kwargs: Record<string, [method: string, path: string, value: unknown]> = {
    'rack=999': ['filter', 'rack', 999],
    'rack__id=999': ['filter', 'rack__id', 999],
    'rack__isnull=true': ['filter', 'rack__isnull', true],
    'rack__name__isnull=true': ['filter', 'rack__name__isnull', true],
    'rack__name__not=A-01': ['exclude', 'rack__name', 'A-01'],
    'rack__not=999': ['exclude', 'rack', 999],
  };
  for (const [query, [method, path, value]] of Object.entries(kwargs)) {
    const theirs = await django.python<number[]>(
      `from cmdb.models import Server
list(getattr(Server.objects, method)(**{path: value}).order_by('pk').values_list('pk', flat=True))`,
      { method, path, value },
    );
    expect(await rows(query), query).toEqual(theirs);
  }
});

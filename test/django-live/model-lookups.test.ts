import { afterAll, beforeAll, expect, test } from 'vitest';
import { JsonNumber } from '../../src/exact-json.js';
import type { Field, Model, ModelRegistry } from '../../src/model/index.js';
import { shownValue } from '../../src/model/index.js';
import {
  compileList,
  parseAggregate,
  parseListQuery,
  type Scope,
} from '../../src/records/query/index.js';
import type { TestDatabase } from '../support/database.js';
import { DjangoSite } from '../support/django.js';
import { createSiteDatabase } from '../support/site-database.js';
import { siteModels } from '../support/site-models.js';
import { type ModelCase, modelCases, type Pools } from './model-cases.js';

const LABELS = [
  'cmdb.server',
  'cmdb.idc',
  'cmdb.region',
  'cmdb.rack',
  'cmdb.certificate',
  'cmdb.virtualserver',
  'auth.user',
  'auth.group',
];

let db: TestDatabase;
let django: DjangoSite;
let models: ModelRegistry;

beforeAll(async () => {
  db = await createSiteDatabase('model_lookups', 'cmdb');
  django = await DjangoSite.start(db.url, {}, 'cmdb');
  await django.python(ROWS);
  models = await siteModels(db, 'cmdb', Object.fromEntries(LABELS.map((label) => [label, {}])));
}, 180_000);

afterAll(async () => {
  await django.stop();
  await db.close();
});

/** Rows with related rows, some without, NULLs, and texts that only a collation takes for equal. */
const ROWS = `
import datetime, decimal, random, uuid
from django.contrib.auth.models import Group, User
from django.utils import timezone
from cmdb.models import Rack, Server, VirtualServer, certificate, idc, region

r = random.Random(7)
users = list(User.objects.order_by('pk')) + [User.objects.create(username='u%d' % i, first_name=r.choice(['Ann', 'ann', 'Été', ''])) for i in range(6)]
groups = [Group.objects.create(name=name) for name in ['ops', 'Ops-2', 'dba']]
for user in users:
    user.groups.set(r.sample(groups, r.randrange(3)))
regions = list(region.objects.order_by('pk'))
for i in range(5):
    regions.append(region.objects.create(code='r%d' % i, name=r.choice(['West', 'west', '东']), parent=r.choice(regions + [None])))
idcs = list(idc.objects.order_by('pk')) + [idc.objects.create(name='idc-%d' % i, region=r.choice(regions)) for i in range(5)]
racks = list(Rack.objects.all()) + [Rack.objects.create(name='B-%02d' % i) for i in range(4)]
def fields(i):
    return dict(
        hostname=r.choice(['web-%d', 'WEB-%d', 'db_%d', 'vm%%%d']) % (i % 9), model=r.choice(['R5300', 'r5300', 'x 1 ', '']), key=r.choice(['10', '9', 'a']),
        group=r.choice(['web', 'db', '']), status=r.choice(['0', '1', '2']), kind=r.choice(['physical', 'virtual']),
        sn=r.choice([None, 'N-%d' % i]), idc=r.choice(idcs + [None]), owner=r.choice(users), operator=r.choice(users + [None, None]),
        rack=r.choice(racks + [None]), cabinet_id=r.randrange(4), port=r.choice([22, 80, 443]), cost=r.choice([None, decimal.Decimal(r.randrange(10000)) / 100]),
        price=r.choice([0.25, 0.5, 1e10, -3.5]), is_monitored=r.random() < .5, is_virtual=r.choice([None, True, False]), notes=r.choice(['', 'note %d' % i, 'É']),
        ip=r.choice([None, '10.0.0.%d' % i, '2001:db8::%x' % i]), uptime=r.choice([None, datetime.timedelta(days=i, microseconds=i * 7), datetime.timedelta(hours=-i)]),
        extra=r.choice([{}, {'cpu': i % 4, 'tags': ['a']}, {'cpu': None}, {'tags': ['a', 'b'], 'n': 'x'}]), fingerprint=r.choice([None, bytes([i])]),
        bought_on=r.choice([None, datetime.date(2018 + i % 9, 1 + i % 12, 1 + i % 28)]), backup_at=r.choice([None, datetime.time(i % 24, 30, i % 60, i)]),
        bytes_sent=r.choice([0, 2 ** 53 + i, -2 ** 63, i]), units=i % 5)
servers = list(Server.objects.order_by('pk'))
for i in range(60):
    made = (VirtualServer.objects.create(hypervisor=r.choice(['kvm', 'KVM', 'xen']), **fields(i)) if i % 6 == 0 else Server.objects.create(**fields(i)))
    server = Server.objects.get(pk=made.pk)
    Server.objects.filter(pk=server.pk).update(created=datetime.datetime(2026, 1 + i % 12, 1 + i % 28, i % 24, i % 60, i % 60, i % 3, tzinfo=timezone.utc))
    server.depends_on.set(r.sample(servers, r.randrange(3)))
    server.watchers.set(r.sample(users, r.randrange(4)))
    servers.append(server)
    if i % 4 == 0:
        certificate.objects.create(server=server, pem='PEM %d' % i)
`;

const POOLS: Pools = {
  text: [
    'web-1',
    'WEB-3',
    'db_2',
    'vm%4',
    'r5300',
    'x 1',
    '',
    'a',
    'Ann',
    '东',
    'west',
    'kvm',
    '1',
    '_',
    'u1',
    'É',
    'ops',
  ],
  integer: [1, 2, 3, 5, 8, 22, 64, 9999, '9007199254740997', '-9223372036854775808'],
  decimal: ['22', '80', '19.99', '1999.90', '0.5', '-1'],
  float: [0.25, 0.1, 1e10, -3.5, 0],
  boolean: [true, false],
  address: ['10.0.0.5', '2001:DB8::a', '2001:db8:0::11', '10.0.0.1'],
  uuid: ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', '00000000000040008000000000000001'],
  date: ['2018-07-05', '2020-03-03', '2026-02-02', '2026-12-12'],
  datetime: ['2026-02-02T01:01:01Z', '2026-03-03T02:02:02.000002Z', '2026-06-06T07:05:05+02:00'],
  time: ['03:30:00.000250', '05:30:05.000005', '12:30'],
  duration: ['3 04:00:00.000005', '5 00:00:00.000035', '0 00:00:00', '-1 22:00:00'],
  json: [{}, { cpu: 1 }, { tags: ['a'] }, { cpu: 2, tags: ['a'] }],
  binary: ['AP8Q', 'BQ==', 'Bw=='],
};

const EVALUATE = `
import base64
from django.apps import apps
from django.utils.dateparse import parse_duration
def value(v, type):
    if isinstance(v, list) and type != 'json':
        return [value(item, type) for item in v]
    if type == 'duration':
        return parse_duration(v)
    if type == 'integer' and isinstance(v, str):
        return int(v)
    return base64.b64decode(v) if type == 'binary' else v
def keys(case):
    rows = apps.get_model(case['label']).objects.all()
    kwargs = lambda lookup: {lookup['path'] + '__' + lookup['word']: value(lookup['value'], lookup['type'])}
    plain = {}
    for lookup in case['lookups']:
        if not lookup['isNegated']:
            plain.update(kwargs(lookup))
    rows = rows.filter(**plain)
    for lookup in case['lookups']:
        if lookup['isNegated']:
            rows = rows.exclude(**kwargs(lookup))
    return [str(row[0]) for row in rows.order_by(*case['order']).distinct().values_list('pk', *[name.lstrip('-') for name in case['order']])]
[keys(case) for case in cases]
`;

function scopeOf(model: Model): Scope {
  const time = { useTz: true, timeZone: 'UTC' };
  return { model, alias: 'base', time, modelOf: (label) => models.get(label) };
}

function modelOf(label: string): Model {
  const model = models.get(label);
  if (!model) throw new Error(label);
  return model;
}

function queryOf({ label, lookups, ordering }: ModelCase) {
  const parameters = Object.fromEntries(lookups.map(({ name, text }) => [name, text]));
  return parseListQuery({ ...parameters, ordering, limit: '500' }, scopeOf(modelOf(label)));
}

async function ourKeys(one: ModelCase): Promise<string[]> {
  const query = queryOf(one);
  const { from, where, orderBy } = compileList(query);
  const column = query.scope.model.primaryKey?.column ?? '';
  const rows = await db.query<{ pk: unknown }>(
    `SELECT base.\`${column}\` AS pk FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy}`,
    [...where.params],
  );
  return rows.map(({ pk }) => String(pk));
}

test(
  'lookups along relations find the rows that Django finds, in the same order',
  { timeout: 300_000 },
  async () => {
    const options = { seed: 20_260_131, single: 1500, several: 700 };
    const cases = modelCases([...models.values()], scopeOf, POOLS, options);
    const ordered = cases.map((one) => {
      const order = queryOf(one).ordering.terms.map(
        ({ field, descending }) => (descending ? '-' : '') + field.attname,
      );
      return { ...one, order };
    });
    const theirs = await django.python<string[][]>(EVALUATE, { cases: ordered });
    const differences: unknown[] = [];
    for (const [at, one] of ordered.entries()) {
      const [found, expected = []] = [await ourKeys(one), theirs[at]];
      if (found.join() !== expected.join()) differences.push({ ...one, expected, found });
    }
    expect(differences.slice(0, 5), `${differences.length} differences`).toEqual([]);
    expect(theirs.filter((keys) => keys.length > 0).length).toBeGreaterThan(1000);
  },
);

const GROUPS = `
import base64, datetime, decimal, uuid
from django.apps import apps
from django.db.models import Avg, Count, Max, Min, Sum
KINDS = dict(sum=Sum, avg=Avg, min=Min, max=Max)
def shown(v):
    if isinstance(v, datetime.timedelta):
        return v // datetime.timedelta(microseconds=1)
    if isinstance(v, datetime.datetime):
        return v.isoformat().replace('+00:00', 'Z')
    return str(v) if isinstance(v, (decimal.Decimal, datetime.date, datetime.time, uuid.UUID)) or type(v) is int and abs(v) > 2 ** 53 - 1 else v
def groups(case):
    made = {'%s__%s' % (case['field'], case['word']): KINDS[case['word']](case['field'])}
    rows = apps.get_model(case['label']).objects.filter(**case['filter']).order_by(*case['by'])
    if not case['by']:
        return [{name: shown(v) for name, v in rows.aggregate(count=Count('pk'), **made).items()}]
    return [{name: shown(v) for name, v in row.items()} for row in rows.values(*case['by']).annotate(count=Count('pk'), **made)]
[groups(case) for case in cases]
`;

test('aggregates are those of Django', { timeout: 120_000 }, async () => {
  const server = modelOf('cmdb.server');
  const scope = scopeOf(server);
  const by = [
    [],
    ['status'],
    ['kind', 'status'],
    ['idc_id'],
    ['is_virtual'],
    ['bought_on'],
    ['cabinet_id', 'units'],
  ];
  const numbers = ['port', 'cost', 'price', 'uptime', 'bytes_sent', 'units', 'cabinet_id'];
  const others = ['hostname', 'bought_on', 'created', 'backup_at', 'ip', 'uuid'];
  const filters = [
    {},
    { idc__region__code: 'sh' },
    { watchers__first_name: 'ann' },
    { status: 'none' },
  ];
  const cases = by
    .flatMap(
      (names) =>
        filters.flatMap((filter) => [
          ...numbers.flatMap((field) =>
            ['sum', 'avg', 'min', 'max'].map((word) => ({
              label: server.label,
              by: names,
              field,
              word,
              filter,
            })),
          ),
          ...others.flatMap((field) =>
            ['min', 'max'].map((word) => ({ label: server.label, by: names, field, word, filter })),
          ),
        ]),
      // A join repeats the rows of Django's sums.
    )
    .filter(({ filter }) => !('watchers__first_name' in filter));
  const theirs = await django.python<Record<string, unknown>[][]>(GROUPS, { cases });
  const differences: unknown[] = [];
  for (const [at, one] of cases.entries()) {
    const query = parseAggregate(
      { by: one.by.join(','), [one.word]: one.field, ...one.filter },
      scope,
    );
    const rows = await db.database.queryPlain(
      `SELECT ${query.columns.map(({ sql }) => sql).join(', ')} FROM ${query.from} WHERE ${query.where.sql}
        ${query.groupBy === '' ? '' : `GROUP BY ${query.groupBy} ORDER BY ${query.groupBy}`}`,
      [...query.where.params],
    );
    const found = rows.map((row) =>
      Object.fromEntries(
        query.columns.map(({ name, field }, place) => [
          name,
          comparable(shownValue(field, row[place], scope.time), field.type),
        ]),
      ),
    );
    if (JSON.stringify(found) !== JSON.stringify(alike(theirs[at] ?? [], found)))
      differences.push({ ...one, found, theirs: theirs[at] });
  }
  expect(differences.slice(0, 3), `${differences.length} of ${cases.length}`).toEqual([]);
});

/**
 * Theirs, but with our average of durations where the two are next to each other: what lies between two microseconds Django
 * rounds down on MySQL and up on MariaDB.
 */
function alike(
  theirs: readonly Record<string, unknown>[],
  ours: readonly Record<string, unknown>[],
): Record<string, unknown>[] {
  return theirs.map((row, at) => {
    const [own, other] = [ours[at]?.uptime__avg, row.uptime__avg];
    const isNext =
      typeof own === 'number' && typeof other === 'number' && Math.abs(own - other) <= 1;
    return isNext ? { ...row, uptime__avg: own } : row;
  });
}

/** As Python gives it: a duration in microseconds, a whole number that a double does not hold as text. */
function comparable(value: unknown, type: Field['type']): unknown {
  if (type === 'duration' && typeof value === 'string') return microsecondsOf(value);
  return value instanceof JsonNumber ? value.text : value;
}

function microsecondsOf(duration: string): number {
  const [, sign, days, hours, minutes, seconds] =
    /^(-?)P(\d+)DT(\d\d)H(\d\d)M(\d\d(?:\.\d{6})?)S$/.exec(duration) ?? [];
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60;
  const all = Math.round((whole + Number(seconds)) * 1e6);
  return sign === '-' ? -all : all;
}

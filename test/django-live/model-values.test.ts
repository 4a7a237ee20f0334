import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runMigrations } from '../../src/database/index.js';
import { JsonNumber, parseJson } from '../../src/exact-json.js';
import { openTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { DjangoSite } from '../support/django.js';
import { loginOf } from '../support/logins.js';
import { createSiteDatabase } from '../support/site-database.js';
import { writeModelsFile } from '../support/site-models.js';
import { newUser } from '../support/users.js';
import {
  type Difference,
  DIFFERENCES,
  PARTS,
  type Subject,
  subjects,
  type Value,
} from './value-cases.js';

/** So many values of each field. */
const VALUES = 60;
const SEED = Number(process.env.FUZZ_SEED ?? 42);
const AT_ONCE = 8;
const ZONE = 'Asia/Shanghai';

let site: TestApp;
let django: DjangoSite;
let root: Browser;
/** Rows that the API writes, and as many that Django writes the same into. */
const keys: Record<string, { ours: unknown[]; theirs: unknown[] }> = {};

beforeAll(async () => {
  const db = await createSiteDatabase('model_values', 'cmdb');
  await db.query(
    `ALTER TABLE legacy_part ADD latin varchar(20) CHARACTER SET latin1, ADD three varchar(20) CHARACTER SET utf8mb3,
      ADD clock time NULL, ADD exact time(6) NULL, ADD micro datetime(6) NULL`,
  );
  await runMigrations(db.dataSource);
  const file = await writeModelsFile('cmdb', {
    'cmdb.server': { editable: subjects.filter(isOf('cmdb.server')).map(({ name }) => name) },
    'legacy.part': { editable: subjects.filter(isOf('legacy.part')).map(({ name }) => name) },
    'auth.user': {},
    'cmdb.idc': {},
    'cmdb.rack': {},
  });
  const env = { LOCKSTEP_MODELS: file, DJANGO_VERSION: '3.2', USE_TZ: 'False', TIME_ZONE: ZONE };
  site = await openTestApp(db, env);
  django = await DjangoSite.start(db.url, { USE_TZ: false, TIME_ZONE: ZONE }, 'cmdb');
  root = await loginOf(site, await newUser(db, { username: 'boss', isSuperuser: true }));
  await django.python(PARTS);
  await django.python(ORACLE, { zone: ZONE });
  for (const label of ['cmdb.server', 'legacy.part']) {
    const all = await django.python<unknown[]>('new_rows(label, count)', {
      label,
      count: 2 * VALUES,
    });
    keys[label] = { ours: all.slice(0, VALUES), theirs: all.slice(VALUES) };
  }
}, 120_000);

afterAll(async () => {
  await django.stop();
  await site.close();
});

const isOf = (label: string) => (subject: Subject) => subject.label === label;

/** What Django makes of a value: its field's own validation, then the column, then what is there. */
const ORACLE = `
import base64, datetime, decimal, json, uuid, zoneinfo
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import Error
from django.utils.duration import duration_iso_string
from cmdb.models import Server
UTC = datetime.timezone.utc

def model_of(label):
    return Server if label == 'cmdb.server' else Part

def new_rows(label, count):
    if label == 'legacy.part':
        made = [Part.objects.create(code='v%d' % n) for n in range(count)]
    else:
        first = Server.objects.order_by('pk').first()
        made = [Server.objects.create(hostname='v%d' % n, owner=first.owner) for n in range(count)]
    return [one.pk for one in made]

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

def read(label, name, pk):
    one = model_of(label).objects.get(pk=pk)
    field = one._meta.get_field(name)
    return json.dumps(shown(field.value_from_object(one)))

def write(label, name, pk, text):
    model = model_of(label)
    field = model._meta.get_field(name)
    try:
        value = json.loads(text)
        if field.get_internal_type() == 'BinaryField' and value is not None:
            value = base64.b64decode(value, validate=True)
        value = field.clean(value, model(pk=pk))
        if isinstance(value, datetime.datetime) and value.tzinfo:
            value = value.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        return 'field: %s' % error
    try:
        with transaction.atomic():
            model.objects.filter(pk=pk).update(**{name: value})
    except (Error, ValueError, TypeError, ArithmeticError) as error:
        return 'column: %s' % error
    return None
`;

/** The same value, whichever way its numbers are spelled. */
const canonical = (value: unknown): unknown => {
  if (value instanceof JsonNumber)
    return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, canonical(inner)]));
};

async function exactly(method: string, path: string, body?: string) {
  const cookie = [...root.jar].map((pair) => pair.join('=')).join('; ');
  const answer = await fetch(site.origin + path, {
    method,
    headers: {
      cookie,
      'x-csrftoken': root.jar.get('csrftoken') ?? '',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, body: parseJson(await answer.text()) as Record<string, unknown> };
}

const seen = new Set<Difference>();

const urlOf = (label: string, key: unknown): string =>
  `/api/models/${label}/${encodeURIComponent(String(key))}`;

test.each(subjects.map((subject) => [`${subject.label}.${subject.name}`, subject] as const))(
  '%s takes what Django takes, and both read the same',
  { timeout: 60_000 },
  async (_, subject) => {
    const { label, name, attname = name, values } = subject;
    const { ours = [], theirs = [] } = keys[label] ?? {};
    const samples = fc.sample(values, { numRuns: VALUES, seed: SEED });
    const answers: Awaited<ReturnType<typeof exactly>>[] = [];
    for (let at = 0; at < samples.length; at += AT_ONCE)
      answers.push(
        ...(await Promise.all(
          samples
            .slice(at, at + AT_ONCE)
            .map((value, n) =>
              exactly(
                'PATCH',
                urlOf(label, ours[at + n]),
                `{${JSON.stringify(name)}:${value.json}}`,
              ),
            ),
        )),
      );
    const [refusals, read] = await django.python<[(string | null)[], string[]]>(
      `[write(label, name, pk, text) for pk, text in zip(theirs, texts)], [read(label, name, pk) for pk in ours]`,
      { label, name, ours, theirs, texts: samples.map(({ json }) => json) },
    );
    const readTheirs = await django.python<string[]>('[read(label, name, pk) for pk in theirs]');
    const { body } = await exactly('GET', `/api/models/${label}?fields=pk,${name}&limit=500`);
    const shown = new Map(
      (body.results as Record<string, unknown>[]).map((row) => [
        row[label === 'cmdb.server' ? 'id' : 'code'],
        canonical(row[attname]),
      ]),
    );
    const wrong: unknown[] = [];
    for (const [at, value] of samples.entries()) {
      const { status, body: answer = {} } = answers[at] ?? {};
      const [isTaken, refusal] = [status === 200, refusals[at] ?? null];
      const [here, there] = [shown.get(ours[at]), shown.get(theirs[at])];
      const told = {
        sent: value.json,
        status,
        here: isTaken ? here : answer.detail,
        django: refusal ?? there,
      };
      const check = (what: string, is: unknown, expected: unknown) => {
        if (!isDeepStrictEqual(is, expected)) wrong.push({ what, ...told, is, expected });
      };
      check('Django reads', canonical(parseJson(read[at] ?? '')), here);
      check('shown of Django', there, canonical(parseJson(readTheirs[at] ?? '')));
      if (isTaken) check('answered', canonical(answer[attname]), here);
      else if (status === 409) check('refused', answer.code, 'related_missing');
      else check('refused', [status, answer.code, answer.field], [400, 'invalid_value', name]);
      const difference = DIFFERENCES.find(({ isAbout }) => isAbout(subject, value, told));
      if (difference) seen.add(difference);
      else if (isTaken !== (refusal === null))
        wrong.push({ what: isTaken ? 'taken' : 'refused', ...told });
      else if (isTaken) check('stored', here, there);
    }
    expect(wrong).toEqual([]);
  },
);

test('each difference was met, and stands in the documents with its reason', () => {
  expect(DIFFERENCES.filter((difference) => !seen.has(difference))).toEqual([]);
  const text = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8');
  expect(DIFFERENCES.filter(({ documented }) => !text.includes(documented))).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetsBeside } from '../../src/assets/asset.model.js';
import { DJANGO_USER } from '../../src/database/index.js';
import { compileFilter, compileList, parseListQuery } from '../../src/records/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { DjangoSite } from '../support/django.js';
import { type LookupCase, lookupCases } from './lookup-cases.js';
import { insertRows } from './lookup-rows.js';

const SEED = 20_260_131;

const ASSETS = assetsBeside(DJANGO_USER);

let db: TestDatabase;
let django: DjangoSite;
let cases: LookupCase[];

beforeAll(async () => {
  db = await createTestDatabase('live_lookups');
  cases = lookupCases(await insertRows(db), SEED);
  django = await DjangoSite.start(db.url);
});

afterAll(async () => {
  await django.stop();
  await db.close();
});

const EVALUATE = `
from assets.models import Asset
def ids(case):
    rows = Asset.objects.exclude(**case['kwargs']) if case['isNegated'] else Asset.objects.filter(**case['kwargs'])
    return list(rows.order_by(*case['ordering'].split(',')).values_list('id', flat=True))
[ids(case) for case in cases]
`;

async function idsByQuery({ name, text, ordering }: LookupCase): Promise<number[]> {
  const query = parseListQuery({ [name]: text, ordering, limit: '500' }, ASSETS);
  const { from, where, orderBy } = compileList(query);
  return idsOf(`SELECT asset.id FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy}`, where.params);
}

async function idsByBody({ name, value }: LookupCase): Promise<number[]> {
  const { sql, params } = compileFilter({ [name]: value }, ASSETS);
  return idsOf(`SELECT asset.id FROM assets_asset asset WHERE ${sql} ORDER BY asset.id`, params);
}

async function idsOf(sql: string, params: readonly unknown[]): Promise<number[]> {
  const rows = await db.query<{ id: number }>(sql, [...params]);
  return rows.map(({ id }) => id);
}

test('every lookup finds the rows that Django finds, in the same order', async () => {
  const theirs = await django.python<number[][]>(EVALUATE, { cases });
  const differences: unknown[] = [];
  for (const [index, one] of cases.entries()) {
    const expected = theirs[index];
    const found = { query: await idsByQuery(one), body: await idsByBody(one) };
    const sorted = expected?.toSorted((a, b) => a - b);
    const isSame = found.query.join() === expected?.join() && found.body.join() === sorted?.join();
    if (!isSame) differences.push({ ...one, expected, found });
  }
  expect(differences).toEqual([]);
  expect(cases.length).toBeGreaterThan(2000);
  expect(theirs.filter((ids) => ids.length > 0 && ids.length < 90).length).toBeGreaterThan(1000);
});

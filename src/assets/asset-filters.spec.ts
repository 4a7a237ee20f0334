import { describe, expect, test } from 'vitest';
import { compileFilter, parseListQuery } from '../records/index.js';
import { DJANGO_USER } from '../database/index.js';
import { assetsBeside } from './asset.model.js';

const ASSETS = assetsBeside(DJANGO_USER);

/** What a server runs of the SQL: MariaDB runs the comments with `M!`, MySQL those with its version. */
const asMariaDb = (sql: string): string =>
  sql.replace(/\/\*!80000 .*? \*\//g, '').replace(/\/\*M! (.*?) \*\//g, '$1');
const asMySql = (sql: string): string =>
  sql.replace(/\/\*M! .*? \*\//g, '').replace(/\/\*!80000 (.*?) \*\//g, '$1');

const filterOf = (text: string) =>
  parseListQuery(Object.fromEntries(new URLSearchParams(text)), ASSETS).filters;

describe('a lookup becomes the SQL of Django', () => {
  test.each<[query: string, sql: string, params: unknown[]]>([
    ['name=x', 'asset.`name` = ?', ['x']],
    ['pk=7', 'asset.`id` = ?', [7]],
    ['name__iexact=50%25', 'asset.`name` LIKE ?', ['50\\%']],
    ['name__contains=a_b', 'asset.`name` LIKE BINARY ?', ['%a\\_b%']],
    ['name__istartswith=a\\b', 'asset.`name` LIKE ?', ['a\\\\b%']],
    ['status__in=lost,retired', 'asset.`status` IN (?, ?)', ['lost', 'retired']],
    ['name__in=["a,b",7]', 'asset.`name` IN (?, ?)', ['a,b', '7']],
    ['status__in=[]', 'FALSE', []],
    ['id__range=1,9', '(asset.`id` >= ? AND asset.`id` <= ?)', [1, 9]],
    ['cost__gte=4999.00', 'asset.`cost` >= ?', [4999]],
    ['serial__isnull=True', 'asset.`serial` IS NULL', []],
    ['serial__not=x', 'NOT (asset.`serial` = ? AND asset.`serial` IS NOT NULL)', ['x']],
    ['name__not__icontains=x', 'NOT (asset.`name` LIKE ?)', ['%x%']],
    ['serial__not__isnull=false', 'NOT (asset.`serial` IS NOT NULL)', []],
    ['name=a&name__not=b', 'asset.`name` = ? AND NOT (asset.`name` = ?)', ['a', 'b']],
    [
      'created_at__year=2026',
      'asset.`created_at` BETWEEN ? AND ?',
      ['2026-01-01 00:00:00', '2026-12-31 23:59:59.999999'],
    ],
    [
      'purchased_on__iso_year=2026',
      'asset.`purchased_on` BETWEEN ? AND ?',
      ['2025-12-29', '2027-01-03'],
    ],
    [
      'created_at__year__in=2025,2026',
      'EXTRACT(YEAR FROM asset.`created_at`) IN (?, ?)',
      [2025, 2026],
    ],
    ['created_at__date__gte=2026-01-31', 'DATE(asset.`created_at`) >= ?', ['2026-01-31']],
    ['due_at__gte=2026-01-31T23:30:00.5-02:00', 'asset.`due_at` >= ?', ['2026-02-01 01:30:00.5']],
    ['due_at=2026-01-31T08:00+0200', 'asset.`due_at` = ?', ['2026-01-31 06:00:00']],
    ['due_at__time=12:30:15.5', 'TIME(asset.`due_at`) = ?', ['12:30:15.500000']],
    ['due_at__time__lt=08:00', 'TIME(asset.`due_at`) < ?', ['08:00:00']],
    ['due_at__lt=2026-01-31', 'asset.`due_at` < ?', ['2026-01-31 00:00:00']],
    ['assigned_to=3', 'asset.`assigned_to_id` = ?', [3]],
    [
      'assigned_to__username__not__startswith=a',
      'NOT (EXISTS (SELECT 1 FROM `auth_user` asset_1 WHERE asset_1.`id` = asset.`assigned_to_id` AND (asset_1.`username` LIKE BINARY ?) IS NOT FALSE))',
      ['a%'],
    ],
    [
      'assigned_to__username__isnull=true',
      '(NOT EXISTS (SELECT 1 FROM `auth_user` asset_1 WHERE asset_1.`id` = asset.`assigned_to_id`) OR EXISTS (SELECT 1 FROM `auth_user` asset_1 WHERE asset_1.`id` = asset.`assigned_to_id` AND asset_1.`username` IS NULL))',
      [],
    ],
    [
      'custom__a__0__b__icontains=X',
      'LOWER(JSON_UNQUOTE(JSON_EXTRACT(asset.`custom`, ?))) LIKE LOWER(?)',
      ['$."a"[0]."b"', '%X%'],
    ],
    [
      'custom__has_keys=a,7',
      "JSON_CONTAINS_PATH(asset.`custom`, 'one', ?) AND JSON_CONTAINS_PATH(asset.`custom`, 'one', ?)",
      ['$."a"', '$."7"'],
    ],
    [
      'custom__tags__contains=prod',
      'JSON_CONTAINS(JSON_EXTRACT(asset.`custom`, ?), ?)',
      ['$."tags"', '"prod"'],
    ],
    ['custom__not__x__isnull=true', 'JSON_EXTRACT(asset.`custom`, ?) IS NULL', ['$."not"."x"']],
  ])('%s', (query, sql, params) => {
    const filter = filterOf(query);
    expect(asMariaDb(filter.sql)).toBe(sql);
    expect(filter.params).toEqual(params);
  });
});

test('a regular expression and a value in JSON are written as each server wants them', () => {
  const regex = compileFilter({ name__not__regex: '^a' }, ASSETS).sql;
  expect(asMariaDb(regex)).toBe('NOT (asset.`name` REGEXP BINARY ?)');
  expect(asMySql(regex)).toBe("NOT (REGEXP_LIKE(asset.`name`,?, 'c'))");
  const key = compileFilter({ custom__rack: '3' }, ASSETS);
  expect(key.params).toEqual(['$."rack"', '"3"']);
  expect(asMariaDb(key.sql)).toBe(
    "JSON_UNQUOTE(JSON_EXTRACT(asset.`custom`, ?)) = JSON_EXTRACT(?, '$')",
  );
  expect(asMySql(key.sql)).toBe("JSON_EXTRACT(asset.`custom`, ?) = JSON_EXTRACT(?, '$')");
});

test('a JSON body has the values of JSON, and null asks for NULL', () => {
  expect(compileFilter({}, ASSETS)).toMatchObject({ sql: 'TRUE', params: [] });
  expect(
    compileFilter({ serial: null, id__in: [1, '2', null], assigned_to__is_active: true }, ASSETS),
  ).toMatchObject({
    sql: 'asset.`serial` IS NULL AND asset.`id` IN (?, ?) AND EXISTS (SELECT 1 FROM `auth_user` asset_1 WHERE asset_1.`id` = asset.`assigned_to_id` AND asset_1.`is_active` = ?)',
    params: [1, 2, 1],
  });
});

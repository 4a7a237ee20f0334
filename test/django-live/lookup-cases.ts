import { DATES, TEXTS, TIMES } from './lookup-rows.js';

/** One filter in our words and in Django's. */
export interface LookupCase {
  readonly name: string;
  readonly value: unknown;
  /** The value as a query has it. */
  readonly text: string;
  /** Keyword arguments of `filter()` or `exclude()`. */
  readonly kwargs: Record<string, unknown>;
  readonly isNegated: boolean;
  readonly ordering: string;
}

type Pool = readonly unknown[];
/** The values that each lookup is tried with. */
type Values = Readonly<Record<string, Pool>>;

const ORDERINGS = ['id', '-name,id', 'serial,id', '-due_at,-id', 'cost,-id', 'site,-rack_unit,id'];
const ROUNDS = 3;

/** The same numbers in every run (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PARTS_OF_TEXT: Pool = [...TEXTS.filter(Boolean), 'lph', 'PH', '0', '-', 'é', 'e', 'ss', ' '];
const REGEXES: Pool = [
  '^a',
  '[A-Z]',
  'a.b$',
  '^.{1,3}$',
  '\\\\',
  '%',
  'é',
  'ALPHA',
  '[0-9]+',
  '^$',
];

const ofText = (parts: Pool): Values => ({
  iexact: parts,
  contains: parts,
  icontains: parts,
  startswith: parts,
  istartswith: parts,
  endswith: parts,
  iendswith: parts,
  regex: REGEXES,
  iregex: REGEXES,
});

const pairs = (pool: Pool): Pool =>
  pool.map((first, i) => [first, pool[(i * 3 + 1) % pool.length]]);
const lists = (pool: Pool): Pool => [[], ...pairs(pool), pool.slice(0, 3), [null, pool[0]]];

const compared = (pool: Pool, parts: Pool): Values => ({
  exact: pool,
  in: lists(pool),
  gt: pool,
  gte: pool,
  lt: pool,
  lte: pool,
  range: pairs(pool),
  isnull: [true, false],
  ...ofText(parts),
});

const without = (values: Values, ...words: string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([word]) => !words.includes(word)));

const TEXT = compared([...TEXTS, 'Alpha-0', 'alpha-21'], PARTS_OF_TEXT);
const numbers = (...pool: number[]): Values => compared(pool, ['1', '0', '2025', '-', '5']);
const YEARS = numbers(2023, 2024, 2025, 2026, 2027);
const TIME_OF_DAY = compared(['00:00:00', '08:00', '12:30:15.5', '23:59:59.999999'], ['23', ':3']);
const DATE = compared(DATES, ['2025', '-12-', '01']);
const INSTANTS = [...TIMES, '2025-01-01', '2025-01-01T00:00:00Z', '2025-03-31T14:30:15.5+02:00'];
const DATETIME = compared(INSTANTS, ['2025', '59', '.000001']);
const KEY_VALUES: Pool = [
  3,
  '3',
  10,
  1.5,
  true,
  null,
  'Alpha 50%',
  'alpha',
  [],
  ['PROD'],
  { row: 3 },
];
const KEYS = ['rack', 'note', 'tags', 'a key', 'none'];

/** `exact` compares years by other bounds in Django before 4.0; `in` and `range` always were right. */
const ISO_YEARS = without(YEARS, 'exact', 'gt', 'gte', 'lt', 'lte');

const JSON_DOCUMENT: Values = {
  exact: [{}, { rack: { row: 3 }, tags: ['prod', 'eu'] }, { rack: null, note: '' }, null],
  isnull: [true, false],
  contains: [{ rack: { row: 3 } }, { note: 'alpha' }, { tags: ['prod'] }, {}],
  contained_by: [
    { rack: { row: 3 }, tags: ['prod', 'eu', 'x'] },
    { 'a key': 1, note: 'a\\b' },
  ],
  has_key: KEYS,
  has_keys: pairs(KEYS),
  has_any_keys: pairs(KEYS),
  ...ofText(PARTS_OF_TEXT),
};

const JSON_KEY: Values = {
  ...JSON_DOCUMENT,
  exact: KEY_VALUES,
  in: [[3, 10], ['alpha', 'Alpha 50%'], [null], [true, 1.5]],
  gt: [2, 3, 'alpha'],
  gte: [3, 'Alpha 50%'],
  lt: [10, 'alpha'],
  lte: [1.5, 3],
  range: [
    [1, 9],
    [3, 10],
    ['a', 'b'],
  ],
  contains: ['prod', 7, ['prod', 'eu'], { row: 3 }, { deep: 1 }],
  contained_by: [['prod', 'eu', 'us'], { row: 3, x: 1 }, 'alpha'],
  has_key: ['row', 'deep'],
  has_keys: [['row'], ['row', 'deep']],
  has_any_keys: [['row', 'deep']],
};

/** @param users the ids of users that hold something */
function columns(users: readonly number[]): Readonly<Record<string, Values>> {
  const relation: Values = without(numbers(...users, 0), 'range', ...Object.keys(ofText([])));
  const parts = Object.entries({
    year: YEARS,
    iso_year: ISO_YEARS,
    quarter: numbers(1, 2, 4),
    month: numbers(1, 3, 6, 12),
    week: numbers(1, 14, 25, 52),
    week_day: numbers(1, 2, 3, 5),
    iso_week_day: numbers(1, 3, 7),
    day: numbers(1, 15, 31),
  });
  const clock = Object.entries({
    hour: numbers(0, 8, 12, 23),
    minute: numbers(0, 5, 30, 59),
    second: numbers(0, 9, 15, 59),
  });
  const of = (column: string, entries: [string, Values][]) =>
    Object.fromEntries(entries.map(([part, values]) => [`${column}__${part}`, values]));
  return {
    pk: numbers(1, 5, 40, 90),
    rack_unit: numbers(-2, 0, 1, 5),
    version: numbers(1, 2),
    cost: compared(['-10', '2.25', '14.50', '112.5'], ['.25', '-', '1']),
    name: TEXT,
    serial: TEXT,
    notes: TEXT,
    ip_address: compared(['10.0.0.1', 'FE80:0::1', '2001:db8::5', 'x'], ['10.', 'FE80', ':']),
    mac_address: compared(['00:1a:2b:3c:4d:03', '00:1A:2B:3C:4D:05'], ['4d', '4D', '03']),
    due_at: DATETIME,
    due_at__date: DATE,
    due_at__time: TIME_OF_DAY,
    purchased_on: DATE,
    assigned_to: relation,
    assigned_to_id: relation,
    assigned_to__id: numbers(...users),
    assigned_to__username: compared(['alice', 'ALICE', 'bob_50%'], ['ali', 'B', '_', '%']),
    assigned_to__first_name: compared(['ete', 'été', ''], ['é', 'E']),
    assigned_to__is_active: { exact: [true, false], in: [[true], [true, false]], isnull: [true] },
    custom: JSON_DOCUMENT,
    custom__rack: JSON_KEY,
    custom__rack__row: JSON_KEY,
    custom__tags__0: JSON_KEY,
    custom__note: JSON_KEY,
    custom__flag: JSON_KEY,
    'custom__a key': JSON_KEY,
    ...of('due_at', [...parts, ...clock]),
    ...of('due_at__time', clock),
    ...of('due_at__date', parts),
    ...of('purchased_on', parts),
  };
}

/** Every lookup on every column, plain and negated, with values and orderings that a seed picks. */
export function lookupCases(users: readonly number[], seed: number): LookupCase[] {
  const random = generator(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Object.entries(columns(users)).flatMap(([path, lookups]) =>
    Object.entries(lookups).flatMap(([word, values]) =>
      Array.from({ length: ROUNDS }, (_, round) => {
        const isNegated = round % 2 === 1;
        return caseOf(path, word, pick(values), isNegated, pick(ORDERINGS));
      }),
    ),
  );
}

function caseOf(
  path: string,
  word: string,
  value: unknown,
  isNegated: boolean,
  ordering: string,
): LookupCase {
  const isPlain = word === 'exact';
  const name = [path, ...(isNegated ? ['not'] : []), ...(isPlain ? [] : [word])].join('__');
  const text = textOf(path, word, value);
  return { name, value, text, kwargs: kwargsOf(path, word, value), isNegated, ordering };
}

const WITH_JSON = ['exact', 'contains', 'contained_by', 'gt', 'gte', 'lt', 'lte'];

function textOf(path: string, word: string, value: unknown): string {
  const isJson = path.startsWith('custom') && WITH_JSON.includes(word);
  return typeof value === 'string' && !isJson ? value : JSON.stringify(value);
}

/** A range in JSON is two comparisons here; Django compares the texts of the JSON. */
function kwargsOf(path: string, word: string, value: unknown): Record<string, unknown> {
  if (!path.startsWith('custom') || word !== 'range' || !Array.isArray(value))
    return { [`${path}__${word}`]: value };
  const [first, last] = value as unknown[];
  return { [`${path}__gte`]: first, [`${path}__lte`]: last };
}

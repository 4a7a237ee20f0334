import { type Field, fieldNamed, type Model, shownFields } from '../../src/model/index.js';
import { lookupsOf, operandOf, type Scope, waysOf } from '../../src/records/query/index.js';
import { generator } from './lookup-cases.js';

/** One lookup in our words, and its path, word and value for Django. */
interface ModelLookup {
  readonly name: string;
  readonly text: string;
  readonly path: string;
  readonly word: string;
  readonly type: Field['type'];
  readonly value: unknown;
  readonly isNegated: boolean;
}

/** A query of a model, which Django writes as `filter(…)` and then an `exclude(…)` for each negated lookup. */
export interface ModelCase {
  readonly label: string;
  readonly lookups: readonly ModelLookup[];
  readonly ordering: string;
}

interface Subject {
  readonly path: string;
  readonly field: Field;
  readonly words: readonly string[];
}

type Pick = <T>(items: readonly T[]) => T;

/** Values by type: those of the rows, and some that no row has. */
export type Pools = Readonly<Partial<Record<Field['type'], readonly unknown[]>>>;

/** Django before 4.0 compares ISO years by other bounds, and JSON ranges as texts. */
const OTHERWISE = new Set(['iso_year', 'has_keys', 'has_any_keys', 'contained_by']);

/** The parts whose values are whole numbers. */
const WHOLE_PARTS = [
  'year',
  'month',
  'day',
  'week',
  'week_day',
  'quarter',
  'hour',
  'minute',
  'second',
];

export function modelCases(
  models: readonly Model[],
  scopeOf: (model: Model) => Scope,
  pools: Pools,
  { seed, single, several }: { seed: number; single: number; several: number },
): ModelCase[] {
  const random = generator(seed);
  const pick: Pick = (items) => items[Math.floor(random() * items.length)] as never;
  const all = models.map((model) => {
    const scope = scopeOf(model);
    return { scope, subjects: subjectsOf(scope) };
  });
  const one = (count: (random: number) => number): ModelCase => {
    const { scope, subjects } = pick(all);
    const first = pick(subjects);
    // The same relation once more, so that both lookups are about one row of it.
    const near = subjects.filter(({ path }) => path.split('__')[0] === first.path.split('__')[0]);
    const lookups = Array.from({ length: count(random()) }, (_, at) =>
      lookupOn(at === 0 ? first : pick(random() < 0.7 ? near : subjects), pools, pick, random),
    );
    const unique = new Map(lookups.map((lookup) => [lookup.name, lookup]));
    const orderable = shownFields(scope.model).filter(
      ({ type, columnType }) => !['json', 'binary'].includes(type) && !columnType.includes('text'),
    );
    const ordering = Array.from(
      { length: Math.floor(random() * 3) },
      () => pick(orderable).attname,
    );
    const signs = [...new Set(ordering)].map((name) => (random() < 0.5 ? `-${name}` : name));
    return {
      label: scope.model.label,
      lookups: [...unique.values()],
      ordering: signs.join(',') || 'pk',
    };
  };
  return [
    ...Array.from({ length: single }, () => one(() => 1)),
    ...Array.from({ length: several }, () => one((share) => 2 + Math.floor(share * 2))),
  ];
}

/** Everything that lookups of a model can be about, along at most three relations. */
function subjectsOf(scope: Scope): Subject[] {
  const subjects: Subject[] = [];
  const walk = (model: Model, path: readonly string[]): void => {
    for (const field of shownFields(model))
      subjects.push({
        path: [...path, field.name].join('__'),
        field,
        words: lookupsOf(operandOf(field, 'x', scope)),
      });
    if (path.length === 3) return;
    for (const { relation, to } of waysOf(model, scope)) {
      const key = fieldNamed(to, 'pk');
      if (relation.kind !== 'forward' && key !== undefined)
        subjects.push({
          path: [...path, relation.name].join('__'),
          field: key,
          words: ['exact', 'in', 'isnull', 'gt', 'lte'],
        });
      walk(to, [...path, relation.name]);
    }
  };
  walk(scope.model, []);
  return subjects;
}

function lookupOn(
  { path, field, words }: Subject,
  pools: Pools,
  pick: Pick,
  random: () => number,
): ModelLookup {
  const word = pick(words.filter((one) => !OTHERWISE.has(one)));
  const isNegated = random() < 0.4;
  const [value, type] = valueFor(word, field, pools, pick);
  const not = isNegated ? ['not'] : [];
  const name = [path, ...not, ...(word === 'exact' ? [] : [word])].join('__');
  const isText = typeof value === 'string' && type !== 'json';
  return { name, text: isText ? value : JSON.stringify(value), path, word, type, value, isNegated };
}

function valueFor(
  word: string,
  { type, columnType }: Field,
  pools: Pools,
  pick: Pick,
): [value: unknown, type: Field['type']] {
  const of = (pool: Field['type']): unknown => {
    const values = pools[pool] ?? [];
    // Only a bigint has more digits than a number keeps.
    const isNarrow = pool === 'integer' && !columnType.startsWith('bigint');
    return pick(isNarrow ? values.filter((value) => typeof value === 'number') : values);
  };
  if (word === 'isnull') return [pick([true, false]), 'boolean'];
  if (word === 'in') return [[of(type), of(type), of(type)].slice(0, pick([1, 2, 3])), type];
  if (word === 'range') return [[of(type), of(type)], type];
  if (WHOLE_PARTS.includes(word)) return [pick([1, 2, 3, 5, 7, 12, 30, 2018, 2026]), 'integer'];
  if (word === 'iso_week_day') return [pick([1, 4, 7]), 'integer'];
  if (word === 'date' || word === 'time') return [of(word), word];
  if (word.includes('regex')) return [pick(['^[a-w]', '1$', '[0-9]{2}', '^.{2,5}$', '-']), 'text'];
  if (type === 'json' && word === 'has_key') return [pick(['cpu', 'tags', 'none']), 'text'];
  if (type === 'json' && ['exact', 'contains'].includes(word)) return [of('json'), 'json'];
  const isText = ['iexact', 'contains', 'startswith', 'endswith'].some((end) => word.endsWith(end));
  return isText ? [of('text'), 'text'] : [of(type), type];
}

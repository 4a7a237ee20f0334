import type { OwnTables } from '../database/index.js';
import { type Model, shownFields } from '../model/index.js';
import { MARK, type WatchTrigger, watchTriggers } from './watch-triggers.js';

/** A trigger as `information_schema` shows it. */
export interface SeenTrigger {
  readonly name: string;
  readonly table: string;
  readonly timing: string;
  readonly event: string;
  /** Null to an account without the right to triggers. */
  readonly statement: string | null;
  readonly definer: string | null;
  /** Null where nobody may look. */
  readonly definerExists: boolean | null;
}

/** What a trigger says of itself; undefined for one that is not ours. */
export function markOf(
  statement: string | null,
): { readonly label: string; readonly values: readonly string[] } | undefined {
  const [, words] = new RegExp(`/\\* ${MARK} (.*?) \\*/`).exec(statement ?? '') ?? [];
  if (words === undefined) return undefined;
  const [label = '', ...values] = words.split(' ').map(decodeURIComponent);
  return { label, values };
}

/** How a model is watched. */
export interface Watch {
  readonly label: string;
  readonly table: string;
  /** Attribute names of the fields whose values are told. */
  readonly values: readonly string[];
  /** Without any every write of the table is seen. */
  readonly faults: readonly WatchFault[];
}

/** What keeps a watch from seeing everything. */
export interface WatchFault {
  /** `problem`: the writes of the table fail. */
  readonly level: 'problem' | 'warning';
  readonly message: string;
  /** What to run. */
  readonly remedy: string;
}

/** Compares the triggers that are there with the models that are served. @returns those that are watched, and what is left of others */
export function watchesOf(
  models: ReadonlyMap<string, Model>,
  triggers: readonly SeenTrigger[],
  own: OwnTables,
): Watch[] {
  const marked = triggers.flatMap((trigger) => {
    const found = markOf(trigger.statement);
    return found ? [{ ...found, trigger }] : [];
  });
  return [...new Set(marked.map(({ label }) => label))].map((label) => {
    const [first, ...others] = marked.filter((one) => one.label === label);
    const seen = [first, ...others].flatMap((one) => one?.trigger ?? []);
    const [table, values] = [first?.trigger.table ?? '', first?.values ?? []];
    const faults = faultsOf({ label, table, values }, models.get(label), seen, own);
    return { label, table, values, faults };
  });
}

export const watchSentence = ({ message, remedy }: WatchFault): string => `${message}. ${remedy}`;

function faultsOf(
  { label, table, values }: Omit<Watch, 'faults'>,
  model: Model | undefined,
  seen: readonly SeenTrigger[],
  own: OwnTables,
): WatchFault[] {
  if (model?.table !== table)
    return [
      {
        level: 'warning',
        message: `${table} is watched for ${label}, which is not served from there (any more)`,
        remedy: `manage unwatch ${label} removes the triggers.`,
      },
    ];
  const fields = shownFields(model).filter(({ attname }) => values.includes(attname));
  if (fields.length < values.length)
    return [
      {
        level: 'warning',
        message: `The triggers that watch ${label} tell values that it does not show (any more)`,
        remedy: `Run manage watch ${label}, with --values of fields that it shows.`,
      },
    ];
  const wanted = watchTriggers(model, fields, own);
  const missing = wanted.filter(({ name }) => !seen.some((one) => one.name === name));
  const other = wanted.filter((trigger) =>
    seen.some((one) => one.name === trigger.name && !isSame(one, trigger)),
  );
  const gone = seen.filter(({ definerExists }) => definerExists === false);
  const withValues = values.length > 0 ? ` --values ${values.join(',')}` : '';
  const remedy = `manage watch ${label}${withValues} makes them anew.`;
  const fault = (
    level: WatchFault['level'],
    some: readonly { readonly name: string }[],
    message: string,
  ): WatchFault[] =>
    some.length === 0
      ? []
      : [{ level, message: `${message}: ${some.map(({ name }) => name).join(', ')}`, remedy }];
  const account = [...new Set(gone.map(({ definer }) => definer))].join(', ');
  return [
    ...fault('warning', missing, `Triggers that watch ${label} are missing`),
    ...fault('warning', other, `Triggers that watch ${label} do not fit its table or this version`),
    ...fault(
      'problem',
      gone,
      `Every write of ${table} fails, because the account ${account}, in whose name the triggers run that watch ${label}, is gone`,
    ),
  ];
}

const isSame = (seen: SeenTrigger, wanted: WatchTrigger): boolean =>
  seen.table === wanted.table &&
  seen.timing === 'AFTER' &&
  seen.event === wanted.event &&
  normalised(seen.statement ?? '') === normalised(wanted.statement);

const normalised = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

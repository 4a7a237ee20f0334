import { type Field, type FieldType, type Model, shownFields } from '../../model/index.js';
import type { Way } from '../query/index.js';

/** A column of a file. */
export interface Column {
  /** In the header, and as a key of NDJSON: as answers call it. */
  readonly name: string;
  /** What a header may call it instead. */
  readonly aliases: readonly string[];
  /** `keys`: those of a many-to-many relation, as a JSON list. */
  readonly type: FieldType | 'keys';
  /** What an empty cell says: NULL, the empty text, or nothing, so that the column stays as it is. */
  readonly empty: null | '' | undefined;
  /** Whether an import takes its values; those of the others it passes over. */
  readonly isRead: boolean;
}

/** The columns of these fields and many-to-many relations, in their order. */
export const columnsOf = (
  model: Model,
  fields: readonly Field[] = shownFields(model),
  relations: readonly Way[] = [],
): Column[] => [
  ...fields.map((field) => fieldColumn(field, model)),
  ...relations.map(({ relation: { name } }): Column => ({
    name,
    aliases: [],
    type: 'keys',
    empty: undefined,
    isRead: true,
  })),
];

const fieldColumn = (field: Field, { primaryKey }: Model): Column => ({
  name: field.attname,
  aliases: [field.name, ...(field === primaryKey ? ['pk'] : []), field.verboseName],
  type: field.type,
  empty: emptyCellOf(field),
  isRead: true,
});

/** Types whose values are texts that anybody may have written, an empty one among them. */
const OF_ANY_TEXT: ReadonlySet<Column['type']> = new Set(['text', 'address', 'uuid', 'binary']);

function emptyCellOf({ nullable, type }: Field): Column['empty'] {
  if (nullable) return null;
  return OF_ANY_TEXT.has(type) ? '' : undefined;
}

/**
 * Whether a cell could be taken for a formula. Numbers, dates and times are printed by us and by the database; an address or a
 * UUID is a text to whoever writes with SQL, base64 may begin with `+` and a duration with `-`.
 */
export const isText = ({ type }: Column): boolean => OF_ANY_TEXT.has(type) || type === 'duration';

/** Whether a cell holds JSON. */
export const isDocument = ({ type }: Column): boolean => type === 'json' || type === 'keys';

/**
 * The column that a header means: by its name, by Django's, or by its label, in any case, with spaces or `-` for `_`. What
 * two columns are called alike names neither.
 */
export function columnNamed(columns: readonly Column[], given: string): Column | undefined {
  const wanted = simplified(given);
  const named = columns.filter(({ name }) => simplified(name) === wanted);
  const called = columns.filter(({ aliases }) =>
    aliases.some((name) => simplified(name) === wanted),
  );
  const exact = columns.find(({ name }) => name === given.trim());
  const found = named.length > 0 ? named : called;
  return exact ?? (found.length === 1 ? found[0] : undefined);
}

const simplified = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

import type { FieldDraft, TableDraft } from './draft.js';
import type { Fault } from './models-file.js';
import { orWhat } from './suggest.js';

/** Takes what is wrong with an entry of the file; `only`: everything but this can be done all the same. */
export type Report = (message: string, only?: Fault['only']) => void;

/** The field that the file means by this name under this key; reports a name that no field has. */
export function fieldIn<T extends FieldDraft>(
  fields: readonly T[],
  name: string,
  key: string,
  report: Report,
  alsoThere: readonly string[] = [],
): T | undefined {
  const found = fields.find((field) => field.name === name || field.attname === name);
  const names = [...fields.map((field) => field.name), ...alsoThere];
  if (!found) report(`${key}: there is no field ${name}${orWhat(name, names)}`);
  return found;
}

/** The same, of those that are shown. */
export function shownIn(
  { fields }: Pick<TableDraft, 'fields'>,
  name: string,
  key: string,
  report: Report,
  alsoThere: readonly string[] = [],
): FieldDraft | undefined {
  const found = fieldIn(fields, name, key, report, alsoThere);
  if (!found?.hidden) return found;
  report(`${key}: ${name} is not shown; name it in "fields" if it may be`);
  return undefined;
}

/** The only one of a list; undefined where there is none or more. */
export const onlyOf = ([first, ...more]: readonly string[]): string | undefined =>
  more.length === 0 ? first : undefined;

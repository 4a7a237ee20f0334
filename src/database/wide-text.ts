/** On every server, and it tells emoji apart. To name one makes the server convert the column, not the text. */
const COLLATION = 'utf8mb4_unicode_520_ci';

/** These are in every character set. */
const ASCII = /^[\0-\x7f]*$/;

/**
 * The same statement with its texts compared in utf8mb4, whatever the columns are in. No index of such a column helps, so
 * it is for a statement that was refused.
 * @param statement with `?` for each value, a list (`IN (?)`) or rows, and `??` for a name, as mysql2 fills them in
 */
export function comparedInUtf8mb4({ sql, params }: { sql: string; params: readonly unknown[] }): {
  sql: string;
  params: unknown[];
} {
  const values = [...params];
  const flat: unknown[] = [];
  const text = sql.replace(/\?\??/g, (placeholder) => {
    const value = values.shift();
    const items: unknown[] = isListOfTexts(value) ? value : [value];
    flat.push(...items);
    return placeholder === '?' ? items.map(marked).join(', ') : placeholder;
  });
  return { sql: text, params: flat };
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

const marked = (value: unknown): string =>
  typeof value === 'string' && !ASCII.test(value) ? `? COLLATE ${COLLATION}` : '?';

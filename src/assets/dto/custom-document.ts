import { z } from 'zod';
import { isWellFormed } from '../../django/index.js';

const MAX_BYTES = 65_535;

/** MariaDB reads JSON 32 levels deep, and the history puts the document two levels further down. */
const MAX_DEPTH = 20;

/** The JSON object for fields of one's own: bounded in size and depth, so that both servers can hold and log it. */
export const customDocument = z
  .record(z.string(), z.json(), { error: 'Give a JSON object.' })
  .refine((value) => isShallow(value, MAX_DEPTH), `Nest at most ${MAX_DEPTH} levels.`)
  .refine(hasValidTexts, 'A text or a key in it is not valid Unicode.')
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_BYTES, 'At most 64 KB.');

function isShallow(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** Half a surrogate pair passes JSON.parse, but no server stores it as JSON. */
function hasValidTexts(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (!isContainer(value)) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && hasValidTexts(inner));
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

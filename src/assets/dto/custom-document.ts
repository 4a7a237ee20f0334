import { isWellFormed } from '../../django/index.js';
import { stringifyJson } from '../../exact-json.js';
import { jsonObject } from '../../http/index.js';

const MAX_BYTES = 65_535;

/** MariaDB reads JSON 32 levels deep, and the history puts the document two levels further down. */
const MAX_DEPTH = 20;

/** The JSON object for fields of one's own: bounded in size and depth, so that both servers can hold and log it. */
export const customDocument = jsonObject(MAX_DEPTH)
  .refine(hasValidTexts, 'A text or a key in it is not valid Unicode.')
  .refine((value) => Buffer.byteLength(stringifyJson(value)) <= MAX_BYTES, 'At most 64 KB.');

/** Half a surrogate pair passes JSON.parse, but no server stores it as JSON. */
function hasValidTexts(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && hasValidTexts(inner));
}

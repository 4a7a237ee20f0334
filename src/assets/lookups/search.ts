import { FIELD_NAMES, FIELDS } from './fields.js';
import { unexpected } from './lookup.errors.js';
import { TEXT_LOOKUPS } from './patterns.js';
import { anyOf, concat, type SqlFragment } from './sql.js';

const MOST_WORDS = 10;

const SEARCHED = FIELD_NAMES.filter((field) => ['text', 'address'].includes(FIELDS[field]));

/**
 * Every word somewhere in the texts of an asset, as `icontains` finds it; so the words of the admin's search do. Without
 * words every asset fits.
 * @throws InvalidLookupError
 */
export function search(text: string): SqlFragment[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length > MOST_WORDS) throw unexpected('search', `at most ${MOST_WORDS} words`);
  return words.map(inAnyField);
}

const inAnyField = (word: string): SqlFragment =>
  anyOf(SEARCHED.map((field) => TEXT_LOOKUPS.icontains(concat(`asset.${field}`), word, 'search')));

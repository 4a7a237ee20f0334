import { readJson } from './json-values.js';
import type { Comparison } from './lookup.js';
import { unexpected } from './lookup.errors.js';

const LISTS = ['in', 'range', 'has_keys', 'has_any_keys'];
const OF_JSON = ['exact', 'contains', 'contained_by', 'in', 'range', 'gt', 'gte', 'lt', 'lte'];

/**
 * The value that the text of a parameter stands for.
 *
 *     status__in=lost,retired        a list between commas
 *     name__in=["a,b","c"]           the same as JSON, for values with a comma
 *     custom__rack__row=3            compared with JSON: the number; "3" in quotes and x without are texts
 */
export function readParameter({ operand, word, parameter }: Comparison, text: string): unknown {
  const isJson = operand.kind === 'json' && OF_JSON.includes(word);
  if (!LISTS.includes(word)) return isJson ? readJson(text) : text;
  if (text.startsWith('[')) return readList(text, parameter);
  const items = text.split(',');
  return isJson ? items.map(readJson) : items;
}

function readList(text: string, parameter: string): unknown[] {
  const list = readJson(text);
  if (Array.isArray(list)) return list;
  throw unexpected(parameter, 'values between commas, or a JSON array');
}

import { MalformedHeaderError } from './http.errors.js';

/** RFC 9110 section 8.8.3: an optional `W/` and the opaque tag in its quotes. */
const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** @returns a strong entity tag: `formatETag(7)` is `"7"` with its quotes */
export const formatETag = (version: string | number): string => `"${version}"`;

/**
 * RFC 9110 section 13.1.1. Tags are compared strongly, so a weak one never matches.
 *
 * @param header `If-Match`; `undefined` sets no condition
 * @param current the strong tag of the row as it is now
 * @throws MalformedHeaderError; to ignore a broken condition would let a lost update through
 */
export function passesIfMatch(header: string | undefined, current: string): boolean {
  if (header === undefined) return true;
  const tags = parseEntityTags('If-Match', header);
  return tags === '*' || tags.some(({ weak, tag }) => !weak && tag === current);
}

/** Whether `If-Match` has the current tag, but as a weak one: somebody between us and the caller compressed the answer. */
export function isWeakened(header: string | undefined, current: string): boolean {
  const tags = header === undefined ? '*' : parseEntityTags('If-Match', header);
  return tags !== '*' && tags.some(({ weak, tag }) => weak && tag === current);
}

/**
 * RFC 9110 section 13.1.2, by weak comparison. `false` on a GET means: answer 304.
 *
 * @throws MalformedHeaderError
 */
export function passesIfNoneMatch(header: string | undefined, current: string): boolean {
  if (header === undefined) return true;
  const tags = parseEntityTags('If-None-Match', header);
  return tags !== '*' && !tags.some(({ tag }) => tag === current);
}

interface EntityTag {
  readonly weak: boolean;
  /** With its quotes. */
  readonly tag: string;
}

/** A comma may stand inside a tag, so the list is walked tag by tag; empty elements are allowed (section 5.6.1). */
function parseEntityTags(name: string, header: string): '*' | EntityTag[] {
  if (header.trim() === '*') return '*';
  const tags = [...header.matchAll(ENTITY_TAG)];
  const rest = header.replace(ENTITY_TAG, 'tag').replace(/[ \t]/g, '');
  if (tags.length === 0 || !/^,*tag(,+tag)*,*$/.test(rest)) {
    throw new MalformedHeaderError(name, 'entity tags in quotes, or *');
  }
  return tags.map(([, weak, tag = '']) => ({ weak: weak !== undefined, tag }));
}

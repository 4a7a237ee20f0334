import { createHash, createHmac } from 'node:crypto';
import { bytesOf, type Cell, type Field, type Model } from '../model/index.js';
import { columnOf } from './query/index.js';

/** What a row's tag is made of. */
export interface TagInput {
  readonly model: Model;
  /** The cells of `taggedFields`, read as `tagColumn` says. */
  readonly cells: readonly Cell[];
  /** The keys of the row's many-to-many relations. */
  readonly related: readonly RelatedKeys[];
}

export interface RelatedKeys {
  readonly name: string;
  readonly keys: readonly Cell[];
}

/** The columns that count: hidden ones too, since a change of what nobody sees is a change of the row. */
export function taggedFields({ fields, versioning }: Model): readonly Field[] {
  if (versioning.kind === 'column')
    return fields.filter(({ column }) => column === versioning.column);
  const ignored = new Set(versioning.ignored);
  return fields.filter(({ column }) => !ignored.has(column));
}

/** Long values stay in the database, which sends what they hash to; and `float` shows fewer digits than it has. */
export function tagColumn({ type, column, columnType }: Field, alias: string): string {
  const sql = columnOf(alias, column);
  if (type === 'binary') return `SHA2(HEX(${sql}), 256)`;
  if (type === 'json' || columnType.includes('text'))
    return `SHA2(CONVERT(${sql} USING utf8mb4), 256)`;
  return type === 'float' ? `${sql} + 0e0` : sql;
}

/**
 * The opaque part of a row's ETag: 128 bits of an HMAC over its columns. With a key, because a bare hash would let a reader
 * try out what a hidden column holds. The same row has the same tag again: A → B → A is no change.
 */
export function rowTag({ model, cells, related }: TagInput, secretKey: string): string {
  const parts: Buffer[] = [];
  const add = (cell: Cell): void => {
    const bytes = cell === null || cell === undefined ? undefined : bytesOf(cell);
    const length = Buffer.allocUnsafe(4);
    // NULL is told apart from an empty text.
    length.writeUInt32BE(bytes?.length ?? 0xff_ff_ff_ff);
    parts.push(length);
    if (bytes) parts.push(bytes);
  };
  add(model.label);
  taggedFields(model).forEach(({ column }, at) => {
    add(column);
    add(cells[at]);
  });
  for (const { name, keys } of related) [name, String(keys.length), ...keys].forEach(add);
  const hash = createHmac('sha256', keyOf(secretKey)).update(Buffer.concat(parts));
  return hash.digest().subarray(0, 16).toString('base64url');
}

/** Of SECRET_KEY and its fallbacks. */
const keysBySecret = new Map<string, Buffer>();

function keyOf(secretKey: string): Buffer {
  const key =
    keysBySecret.get(secretKey) ??
    createHash('sha256').update(`lockstep.etag${secretKey}`).digest();
  keysBySecret.set(secretKey, key);
  return key;
}

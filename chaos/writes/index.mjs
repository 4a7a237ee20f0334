import { batch } from './batch.mjs';
import { bulk } from './bulk.mjs';
import { create } from './create.mjs';
import { custody } from './custody.mjs';
import { increment } from './increment.mjs';
import { ownRow } from './own-row.mjs';
import { sessionKey } from './session-key.mjs';

/**
 * One kind of write.
 * @typedef {{ name: string, run: (client: Client) => Promise<void> }} WriteKind
 */

/**
 * Who does it.
 * @typedef {{ number: number, sessionNumber: number, world: import('../lib/world.mjs').World, record: import('../lib/record.mjs').LoadRecord,
 *   random: import('../lib/random.mjs').Random, visitor: import('../lib/visitor.mjs').Visitor, counted: number, isOver: () => boolean }} Client
 *   counted: the last number that the client gave out; isOver: the run wants no new requests
 */

/** @type {WriteKind[]} each as often as the others */
export const WRITES = [increment, ownRow, custody, batch, bulk, sessionKey, create];

import { apiKill } from './api-kill.mjs';
import { clock } from './clock.mjs';
import { connectionCut } from './connection-cut.mjs';
import { databaseCommitKill } from './database-commit-kill.mjs';
import { databaseKill } from './database-kill.mjs';
import { databaseStop } from './database-stop.mjs';
import { deadlockStorm } from './deadlock-storm.mjs';
import { groupCommitKill } from './group-commit-kill.mjs';
import { diskFull } from './disk-full.mjs';
import { endlessBodies } from './endless-bodies.mjs';
import { lockHolder } from './lock-holder.mjs';
import { poolExhausted } from './pool-exhausted.mjs';
import { sigtermCluster, sigtermOne } from './sigterm.mjs';
import { slowClients } from './slow-clients.mjs';
import { mariadb118Defaults, snapshotIsolation } from './snapshot-isolation.mjs';

/**
 * Something that goes wrong. Besides what it says itself, the audit is the same for all of them.
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} title
 * @property {number} limitSeconds within which every request is answered, whatever happens
 * @property {number} [processes] of the API; 2 if left out
 * @property {string[]} [flags] of the database server
 * @property {(n: number) => NodeJS.ProcessEnv} [env] of the n-th API process
 * @property {(folder: string) => Promise<() => Promise<void>>} [place] prepares where the database lies; gives what undoes it
 * @property {(database: import('../lib/database.mjs').FaultyDatabase) => Promise<{ url: string, close: () => Promise<void> }>} [wire]
 *   what stands between the API and its database
 * @property {() => Promise<string | undefined>} [obstacle] why it cannot be run on this machine
 * @property {(disturbance: Disturbance) => Promise<string[] | void>} disturb disturbs, and puts it right again; gives
 *   sentences about what else was not as promised
 */

/**
 * What a fault gets to work with.
 * @typedef {import('../lib/scene.mjs').Scene & { watch: import('../lib/health-watch.mjs').HealthWatch,
 *   record: import('../lib/record.mjs').LoadRecord, limitMs: number, seed: number }} Disturbance
 */

/** @type {Fault[]} in the order of the table */
export const FAULTS = [
  ...[apiKill, sigtermOne, sigtermCluster],
  ...[databaseKill, databaseCommitKill, groupCommitKill, databaseStop, diskFull, connectionCut],
  ...[poolExhausted, lockHolder, deadlockStorm, snapshotIsolation, mariadb118Defaults],
  ...[clock, slowClients, endlessBodies],
];

import { LauncherError } from '../../scripts/lib/fail.mjs';
import { primaryKilled } from './failover.mjs';
import { GaleraCluster } from './galera.mjs';
import { GroupCluster } from './group.mjs';
import { sameMoment } from './races.mjs';
import { sessionsEverywhere } from './sessions.mjs';
import { everyNodeWritten, minorityRefuses, oneNodeKilled } from './stages.mjs';

const SEVERAL_WRITERS = {
  inCalm: [
    ['sessions on another node', sessionsEverywhere],
    ['at the same moment on two nodes', sameMoment],
  ],
  underLoad: [
    ['all nodes written at once', everyNodeWritten],
    ['one node killed and rejoined', oneNodeKilled],
    ['a minority node', minorityRefuses],
  ],
};

/**
 * It takes 5 s to be sure that a node is dead; until then nobody's COMMIT is answered. One that was under way when the
 * majority was lost may not be answered at all: the API gives it up with its connection, after 25 s.
 */
const GALERA_LIMIT_MS = 27_000;
/** In a minority nothing that waits is ever answered: before COMMIT a request may have waited 5 s for a connection and 5 s for a row. */
const GROUP_LIMIT_MS = 37_000;

/**
 * A kind of cluster and what is done to it. Of the stages, those in calm come first, then those under load.
 * @typedef {object} Kind
 * @property {string} title
 * @property {(folder: string) => Promise<import('./node.mjs').Cluster>} start
 * @property {number} limitMs within which every answer is promised
 * @property {[string, Function][]} inCalm
 * @property {[string, Function][]} underLoad
 */

/** @type {Record<string, Kind>} */
const KINDS = {
  galera: {
    title: 'MariaDB Galera',
    start: GaleraCluster.start,
    limitMs: GALERA_LIMIT_MS,
    ...SEVERAL_WRITERS,
  },
  group: {
    title: 'MySQL group, every member a primary',
    start: GroupCluster.start,
    limitMs: GROUP_LIMIT_MS,
    ...SEVERAL_WRITERS,
  },
  'group-single-primary': {
    title: 'MySQL group with one primary',
    start: GroupCluster.startSinglePrimary,
    limitMs: GROUP_LIMIT_MS,
    inCalm: [['at the same moment in two processes', sameMoment]],
    underLoad: [['the primary killed, twice', primaryKilled]],
  },
};

/**
 * @param {string[]} names none is all
 * @returns {Kind[]}
 * @throws {LauncherError} naming those that there are
 */
export function chosenKinds(names) {
  const unknown = names.filter((name) => !Object.hasOwn(KINDS, name));
  if (unknown.length > 0)
    throw new LauncherError(
      `There is no cluster ${unknown.join(', ')}. npm run cluster -- ${Object.keys(KINDS).join('|')}`,
    );
  return (names.length > 0 ? names : Object.keys(KINDS)).map((name) => KINDS[name]);
}

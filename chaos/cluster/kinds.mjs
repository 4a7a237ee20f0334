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
 * A kind of cluster and what is done to it. Of the stages, those in calm come first, then those under load.
 * @typedef {object} Kind
 * @property {string} title
 * @property {(folder: string) => Promise<import('./node.mjs').Cluster>} start
 * @property {[string, Function][]} inCalm
 * @property {[string, Function][]} underLoad
 */

/** @type {Record<string, Kind>} */
const KINDS = {
  galera: { title: 'MariaDB Galera', start: GaleraCluster.start, ...SEVERAL_WRITERS },
  group: {
    title: 'MySQL group, every member a primary',
    start: GroupCluster.start,
    ...SEVERAL_WRITERS,
  },
  'group-single-primary': {
    title: 'MySQL group with one primary',
    start: GroupCluster.startSinglePrimary,
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

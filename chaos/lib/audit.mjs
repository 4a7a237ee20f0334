import { isDeepStrictEqual } from 'node:util';
import { WATCHED } from './evidence.mjs';

/**
 * What the record promises and the database does not keep, each a sentence.
 * @typedef {object} Findings
 * @property {string[]} lost acknowledged, and not there
 * @property {string[]} halfDone there in part: of a batch, of an asset and its history, of a create and its key
 * @property {string[]} unfounded there, though it was refused, or more than once
 * @property {string[]} hung answered later than promised, or not at all
 * @property {string[]} internal answered with an error that nobody foresaw
 */

/**
 * Holds the record against the evidence; pure.
 * @param {import('./record.mjs').LoadRecord} record
 * @param {import('./evidence.mjs').Evidence} evidence
 * @param {number} limitMs within which every answer was promised
 * @returns {Findings}
 */
export function audit(record, evidence, limitMs) {
  const findings = { lost: [], halfDone: [], unfounded: [], hung: [], internal: [] };
  const times = timesOf(evidence.events);
  for (const write of record.writes) auditWrite(write, times.get(write.token) ?? 0, findings);
  for (const write of record.writes) if (write.key) auditKey(write, evidence, findings);
  auditSessions(record.sessionWrites, evidence.sessions, findings);
  auditHistory(evidence, findings);
  auditExchanges(record.exchanges, limitMs, findings);
  return findings;
}

/** How many rows of the history speak of each token. */
function timesOf(events) {
  const times = new Map();
  for (const { note, changes } of events) {
    const token = note ?? changes.notes?.[1];
    times.set(token, (times.get(token) ?? 0) + 1);
  }
  return times;
}

function auditWrite({ token, kind, rows, outcome }, found, { lost, halfDone, unfounded }) {
  const name = `${kind} ${token}`;
  if (found === 0) {
    if (outcome === 'acknowledged') lost.push(`${name} was acknowledged and is not there`);
  } else if (found < rows) halfDone.push(`${name}: ${found} of ${rows} rows are there`);
  else if (found > rows) unfounded.push(`${name}: ${found} rows are there instead of ${rows}`);
  else if (outcome === 'refused') unfounded.push(`${name} was refused and is there`);
}

/** The answer is kept under the key by the transaction that makes the asset: there are both or neither. */
function auditKey({ token, key, assetId }, { assets, keys }, { lost, halfDone }) {
  const made = assets.filter(({ notes }) => notes === token).map(({ id }) => id);
  const kept = keys.filter(({ idempotency_key }) => idempotency_key === key);
  const answer = kept[0]?.answer ? JSON.parse(kept[0].answer) : undefined;
  if (made.length > 1) halfDone.push(`create ${token} made the assets ${made.join(', ')}`);
  else if (made[0] !== answer?.id)
    halfDone.push(`create ${token} made asset ${made[0]}, and its key stands for ${answer?.id}`);
  if (assetId !== undefined && assetId !== made[0])
    lost.push(`create ${token} was answered with asset ${assetId}, and is ${made[0]}`);
}

/** Of each key the last value that was acknowledged, or one behind it whose answer got lost. */
function auditSessions(writes, sessions, { lost, unfounded }) {
  for (const [name, own] of groupBy(writes, ({ session, key }) => `${session} ${key}`)) {
    const [{ session, key }] = own;
    const found = sessions[session]?.[key];
    const last = own.findLast(({ outcome }) => outcome === 'acknowledged')?.value;
    const possible = own
      .filter(({ value, outcome }) => value > (last ?? 0) && outcome === 'unknown')
      .map(({ value }) => value);
    if (found === last || possible.includes(found)) continue;
    const sentence = `session ${name} is ${found}; ${last} was the last to be acknowledged`;
    (found > (last ?? 0) ? unfounded : lost).push(sentence);
  }
}

/** The history of each asset is a chain without gaps, and its end is the row as it stands. */
function auditHistory({ events, assets, counters }, findings) {
  const histories = groupBy(events, ({ asset_id }) => asset_id);
  for (const asset of assets) {
    const history = histories.get(asset.id) ?? [];
    const versions = history.map(({ version }) => version);
    if (
      !isDeepStrictEqual(
        versions,
        Array.from({ length: asset.version }, (_, n) => n + 1),
      )
    )
      findings.halfDone.push(
        `asset ${asset.id} has version ${asset.version} and events ${versions}`,
      );
    else auditChain(asset, history, findings);
    if (counters.includes(asset.id)) auditCounter(asset, history, findings);
  }
}

function auditChain(asset, history, { lost, halfDone }) {
  const state = {};
  for (const { version, changes } of history)
    for (const [column, [before, after]] of Object.entries(changes)) {
      if (version > 1 && column in state && !isDeepStrictEqual(state[column], before))
        lost.push(`asset ${asset.id}, version ${version}: ${column} was not what had been written`);
      state[column] = after;
    }
  for (const column of WATCHED)
    if (!isDeepStrictEqual(state[column] ?? null, asset[column]))
      halfDone.push(`asset ${asset.id}: ${column} is not what its last event says`);
}

/** Every event that counts adds one: two that read the same number would add one together. */
function auditCounter({ id, custom }, history, { lost }) {
  const counted = history.filter(({ version, changes }) => version > 1 && changes.custom).length;
  if (custom.count !== counted)
    lost.push(`counter ${id} is ${custom.count} after ${counted} increments`);
}

function auditExchanges(exchanges, limitMs, { hung, internal }) {
  for (const { what, status, milliseconds } of exchanges) {
    if (milliseconds > limitMs || status === 'no answer')
      hung.push(`${what} took ${(milliseconds / 1000).toFixed(1)} s`);
    if (status >= 500 && status !== 503) internal.push(`${what} was answered with ${status}`);
  }
}

/** `Map.groupBy`, which Node 20 does not have. */
function groupBy(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

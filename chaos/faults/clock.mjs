import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/lib/root.mjs';
import { Visitor } from '../lib/visitor.mjs';

const SHIFT_MS = 600_000;
const PRELOAD = pathToFileURL(join(ROOT, 'chaos/lib/shifted-clock.mjs')).href;
const LEASE_SECONDS = 2;

/**
 * Leases, Idempotency-Keys, versions and history go by the clock of the database, so one wrong clock among the processes
 * moves none of them. Sessions end by the clock of the process that is asked, as in Django: 10 minutes early on this one.
 */
export const clock = {
  name: 'clock',
  title: 'the clock of one API process is 10 minutes ahead',
  limitSeconds: 10,
  env: (n) =>
    n === 0 ? { NODE_OPTIONS: `--import=${PRELOAD}`, CHAOS_CLOCK_SHIFT_MS: String(SHIFT_MS) } : {},
  disturb: async ({ apis, database, logins, world, record, limitMs }) => {
    const visitors = apis.map(({ origin }) => new Visitor([origin], 0, logins[0], record, limitMs));
    const problems = [
      ...(await leases(visitors, world.own[0])),
      ...(await sessions(apis, logins[1], database)),
    ];
    await Promise.all(visitors.map((visitor) => visitor.close()));
    return problems;
  },
};

/** A lease that was taken at the wrong clock holds off others at the right one, for its seconds and no longer. */
async function leases([ahead, right], id) {
  const path = `/api/assets/${id}/lease`;
  const taken = await ahead.send('PUT', path, { seconds: LEASE_SECONDS });
  const token = { 'lease-token': taken.body.token };
  const held = await right.send('PUT', path, { seconds: 1 });
  const renewed = await right.send('PUT', path, { seconds: LEASE_SECONDS }, token);
  await pause(LEASE_SECONDS * 1000 + 200);
  const over = await ahead.send('PUT', path, { seconds: 1 }, token);
  const statuses = [taken, held, renewed, over].map(({ status }) => status);
  return String(statuses) === '200,423,200,412' ? [] : [`leases were answered with ${statuses}`];
}

/** With five minutes left a session is over where the clock is ahead, which also proves that it is, and goes on elsewhere. */
async function sessions(apis, { session }, database) {
  const connection = await database.connect();
  const last = (time) =>
    connection.query(`UPDATE django_session SET expire_date = ${time} WHERE session_key = ?`, [
      session,
    ]);
  await last('UTC_TIMESTAMP(6) + INTERVAL 5 MINUTE');
  const statuses = await Promise.all(
    apis.map(async ({ origin }) => {
      const headers = { cookie: `sessionid=${session}` };
      return (await fetch(`${origin}/api/auth/me`, { headers })).status;
    }),
  );
  await last('UTC_TIMESTAMP(6) + INTERVAL 14 DAY');
  await connection.end();
  return String(statuses) === '401,200' ? [] : [`a session with 5 minutes left: ${statuses}`];
}

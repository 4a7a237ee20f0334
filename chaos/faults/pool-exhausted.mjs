import { setTimeout as pause } from 'node:timers/promises';

const HELD_MS = 8_000;

/** Two connections in each pool, of which transactions get one, and somebody holds every row: who waits for it has the only place. */
export const poolExhausted = {
  name: 'pool-exhausted',
  title: 'all connections that transactions may take wait for locked rows',
  limitSeconds: 15,
  // A row is waited for longer than a place, which is 5 s: else the place comes free just in time.
  env: () => ({ DB_POOL_SIZE: '2', LOCK_WAIT_SECONDS: '7' }),
  disturb: async ({ database, watch, record }) => {
    const holder = await database.connect();
    await holder.beginTransaction();
    await holder.query('SELECT id FROM assets_asset FOR UPDATE');
    await watch.whileUnsure(() => pause(HELD_MS));
    await holder.rollback();
    await holder.end();
    return record.refusals()[503] > 0 ? [] : ['no request found the pool exhausted'];
  },
};

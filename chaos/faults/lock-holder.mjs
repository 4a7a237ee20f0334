import { setTimeout as pause } from 'node:timers/promises';

const WAIT_SECONDS = 2;
const HELD_MS = 8_000;

/** 423 when the wait is over, for who wants that row; nobody else notices. */
export const lockHolder = {
  name: 'lock-holder',
  title: 'a transaction holds one row and never commits',
  limitSeconds: 6,
  env: () => ({ LOCK_WAIT_SECONDS: String(WAIT_SECONDS) }),
  disturb: async ({ database, record, world }) => {
    const [id] = world.counters;
    const holder = await database.connect();
    await holder.beginTransaction();
    await holder.query('SELECT id FROM assets_asset WHERE id = ? FOR UPDATE', [id]);
    const before = record.exchanges.length;
    await pause(HELD_MS);
    const meanwhile = record.exchanges.slice(before);
    holder.destroy();
    return [...waits(meanwhile, `PATCH /api/assets/${id}`), ...others(meanwhile, world)];
  },
};

function waits(exchanges, what) {
  const refused = exchanges.filter((exchange) => exchange.what === what && exchange.status === 423);
  if (refused.length === 0) return ['nobody was refused the locked row'];
  return refused
    .filter(({ milliseconds }) => milliseconds < WAIT_SECONDS * 1000 - 100)
    .map(({ milliseconds }) => `423 came after ${milliseconds.toFixed(0)} ms`);
}

function others(exchanges, { own }) {
  const free = new Set(own.map((id) => `PATCH /api/assets/${id}`));
  return exchanges
    .filter(({ what, status, milliseconds }) =>
      free.has(what) ? status !== 200 || milliseconds > WAIT_SECONDS * 1000 : false,
    )
    .map(({ status, milliseconds }) => `a free row: ${status} after ${milliseconds.toFixed(0)} ms`);
}

import { setTimeout as pause } from 'node:timers/promises';

const STOPPED_MS = 20_000;

/** Its sockets stay open and say nothing. The API gives up a silent connection after 25 s, a waiting request after 5 s. */
export const databaseStop = {
  name: 'database-stop',
  title: 'the database stands still (SIGSTOP) for 20 s',
  limitSeconds: 31,
  disturb: async ({ database, watch }) => {
    await database.signal('SIGSTOP');
    await watch.whileAway(() => pause(STOPPED_MS));
    await database.signal('SIGCONT');
  },
};

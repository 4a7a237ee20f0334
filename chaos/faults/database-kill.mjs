import { setTimeout as pause } from 'node:timers/promises';

const AWAY_MS = 3_000;

/** The log of InnoDB is written before COMMIT is answered, so what was acknowledged is there after the recovery. */
export const databaseKill = {
  name: 'database-kill',
  title: 'kill -9 of the database under load, back after 3 s',
  limitSeconds: 10,
  disturb: async ({ database, watch }) => {
    await database.signal('SIGKILL');
    await watch.whileAway(() => pause(AWAY_MS));
    await database.startAgain();
  },
};

import { DatabaseWire, isCommit } from '../../scripts/lib/database-wire.mjs';
import { setTimeout as pause } from 'node:timers/promises';

const TIMES = 3;
const AWAY_MS = 1_000;

/** The COMMIT is at the server when it dies: whether it was done only the log of InnoDB knows, and the answer says so. */
export const databaseCommitKill = {
  name: 'database-commit-kill',
  title: 'kill -9 of the database during a COMMIT, three times',
  limitSeconds: 10,
  wire: ({ url }) => DatabaseWire.open(url),
  disturb: async ({ database, watch, wire }) => {
    for (let time = 0; time < TIMES; time++) {
      await nextCommit(wire);
      await database.signal('SIGKILL');
      await watch.whileAway(() => pause(AWAY_MS));
      await database.startAgain();
      await watch.untilReady();
    }
  },
};

/** Resolves in the moment in which a COMMIT is on its way. */
export function nextCommit(wire) {
  return new Promise((resolve) => {
    wire.intercept = (statement) => {
      if (!isCommit(statement)) return false;
      wire.intercept = undefined;
      statement.database.write(statement.packet);
      resolve();
      return true;
    };
  });
}

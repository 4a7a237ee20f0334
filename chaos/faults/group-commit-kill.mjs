import { DatabaseWire } from '../../scripts/lib/database-wire.mjs';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../lib/random.mjs';
import { Visitor } from '../lib/visitor.mjs';
import { increment } from '../writes/increment.mjs';
import { nextCommit } from './database-commit-kill.mjs';

const TIMES = 3;
const WRITERS = 16;
const AWAY_MS = 1_000;

/** Writers of one row are committed together: of a group all or none may be there, and what was refused in it never is. */
export const groupCommitKill = {
  name: 'group-commit-kill',
  title:
    'kill -9 of the database, three times, and of one API process, while sixteen write one row',
  limitSeconds: 10,
  wire: ({ url }) => DatabaseWire.open(url),
  disturb: async ({ apis, database, logins, record, seed, watch, wire, world, limitMs }) => {
    const origins = apis.map(({ origin }) => origin);
    let isOver = false;
    const hotRow = { ...world, counters: world.counters.slice(0, 1) };
    const writers = Array.from({ length: WRITERS }, async (_, n) => {
      const visitor = new Visitor(origins, n, logins[n % logins.length], record, limitMs);
      const random = new Random(seed + 1_000 + n);
      while (!isOver) await increment.run({ world: hotRow, random, record, visitor });
      await visitor.close();
    });
    try {
      for (let time = 0; time < TIMES; time++) {
        await nextCommit(wire);
        await database.signal('SIGKILL');
        await watch.whileAway(() => pause(AWAY_MS));
        await database.startAgain();
        await watch.untilReady();
      }
      watch.excuse(apis[0].origin);
      await apis[0].stop('SIGKILL');
      await pause(AWAY_MS);
    } finally {
      isOver = true;
      await Promise.all(writers);
    }
  },
};

import { setTimeout as pause } from 'node:timers/promises';
import { cutAfter, cutBefore, DatabaseWire } from '../../scripts/lib/database-wire.mjs';
import { Random } from '../lib/random.mjs';

const CUTTING_MS = 5_000;
const WRITES = /^(UPDATE|INSERT|COMMIT|BEGIN NOT ATOMIC)/;
/** One in so many of the statements that write. */
const ONE_IN = 15;

/** What was cut before its COMMIT is undone by the server; what was cut during it is `outcome: unknown` to the client. */
export const connectionCut = {
  name: 'connection-cut',
  title: 'connections are cut in the middle of transactions',
  limitSeconds: 10,
  wire: ({ url }) => DatabaseWire.open(url),
  disturb: async ({ wire, seed, watch }) => {
    const random = new Random(seed);
    let cuts = 0;
    wire.intercept = (statement) => {
      if (!WRITES.test(statement.text) || random.below(ONE_IN) > 0) return false;
      cuts += 1;
      random.pick([cutBefore, cutAfter])(statement);
      return true;
    };
    await watch.whileUnsure(() => pause(CUTTING_MS));
    wire.intercept = undefined;
    return cuts > 0 ? [] : ['no connection was cut'];
  },
};

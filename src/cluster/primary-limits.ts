import cluster from 'node:cluster';
import { Limits, type LoginTry, OwnLimits, type Turn, type WindowState } from '../limits/index.js';
import { ask, tell } from './ask.js';

/** The limits of all processes behind the port, as this one reaches them. */
export const sharedLimits = (): Limits =>
  cluster.isWorker ? new PrimaryLimits() : new OwnLimits();

/** For a worker: the primary counts. */
class PrimaryLimits extends Limits {
  countRequest(caller: string): Promise<WindowState> {
    return ask<WindowState>({ kind: 'count', caller }).answer;
  }

  beginLogin(key: string, most: number): LoginTry {
    const { id, answer, forget } = ask<Turn>({ kind: 'login', key, most });
    return {
      turn: answer,
      end: (outcome) => {
        forget();
        tell({ kind: 'end', id, outcome });
      },
    };
  }
}

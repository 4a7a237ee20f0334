import { setTimeout as pause } from 'node:timers/promises';
import { logIn } from '../../scripts/lib/account.mjs';
import { spread } from '../lib/statistics.mjs';
import { workloadNamed } from '../lib/workloads.mjs';

const PER_SECOND = 20;

/**
 * L1: the slowest reads while others log in, against the slowest reads without them, in turn. A login costs as many PBKDF2 rounds as
 * Django 5.2 asks for.
 * @returns {Promise<{ without: object, with: object, times: object, logins: object }>} p99 in milliseconds; logins that were answered
 *   in a second
 */
export async function measureLogins({ wrk, scene, pace }, api) {
  const request = workloadNamed('R1').request(scene);
  const read = () =>
    wrk.run({ origin: api.origin, request, sessions: scene.sessions, seconds: pace.seconds });
  const rounds = [];
  await read();
  for (let round = 0; round < pace.rounds; round++) {
    const without = await read();
    const stop = keepLoggingIn(api.origin);
    const during = await read();
    const logins = await stop();
    rounds.push({ without: without.p99, with: during.p99, logins: logins / during.seconds });
  }
  return {
    without: spread(rounds.map((round) => round.without)),
    with: spread(rounds.map((round) => round.with)),
    times: spread(rounds.map((round) => round.with / round.without)),
    logins: spread(rounds.map((round) => round.logins)),
  };
}

/** As many a second whatever they take. @returns what ends it, and says how many were answered by then */
function keepLoggingIn(origin) {
  let isOver = false;
  let answered = 0;
  const running = [];
  const logInOnce = async () => {
    await logIn(origin).then(
      () => !isOver && answered++,
      // Those beyond what it can hash at once are told to come again.
      (error) => {
        if (!/^login: (429|503)/.test(error.message)) throw error;
      },
    );
  };
  const sending = (async () => {
    while (!isOver) {
      running.push(logInOnce());
      await pause(1000 / PER_SECOND);
    }
  })();
  return async () => {
    isOver = true;
    const before = answered;
    await sending;
    await Promise.all(running);
    return before;
  };
}

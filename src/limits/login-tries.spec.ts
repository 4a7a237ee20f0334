import { beforeEach, describe, expect, it } from 'vitest';
import { LoginTries } from './login-tries.js';
import type { LoginTry } from './limits.js';

let tries: LoginTries;

beforeEach(() => {
  tries = new LoginTries();
});

const begin = (count: number, most = 2): LoginTry[] =>
  Array.from({ length: count }, () => tries.begin('root', most));

/** The turn of a try if it came by now. */
const turnOf = (tried: LoginTry | undefined) =>
  Promise.race([tried?.turn, new Promise((resolve) => setImmediate(resolve, 'waits'))]);

const turnsOf = (all: readonly LoginTry[]) => Promise.all(all.map(turnOf));

const GO = { mayTry: true };
const STOP = { mayTry: false, secondsLeft: 60 };

describe('LoginTries', () => {
  it('lets as many run as may still fail, and the others wait in the order they came', async () => {
    const all = begin(4);
    expect(await turnsOf(all)).toEqual([GO, GO, 'waits', 'waits']);
    all[1]?.end('succeeded');
    expect(await turnsOf(all)).toEqual([GO, GO, GO, 'waits']);
  });

  it('refuses all who wait when the last allowed one has failed', async () => {
    const all = begin(4);
    all[0]?.end('failed');
    expect(await turnsOf(all)).toEqual([GO, GO, 'waits', 'waits']);
    all[1]?.end('failed');
    expect(await turnsOf(all)).toEqual([GO, GO, STOP, STOP]);
  });

  it('gives the place of a try that came to nothing to the next', async () => {
    const all = begin(2, 1);
    all[0]?.end('unknown');
    expect(await turnsOf(all)).toEqual([GO, GO]);
  });

  it('passes over those who withdrew', async () => {
    const all = begin(3, 1);
    all[1]?.end('unknown');
    all[0]?.end('unknown');
    expect(await turnsOf(all)).toEqual([GO, 'waits', GO]);
  });

  it('counts an end once, and none of a try that was refused', async () => {
    const [first] = begin(1, 2);
    first?.end('failed');
    first?.end('failed');
    const [second, third] = begin(2, 2);
    second?.end('failed');
    expect(await turnOf(third)).toEqual(STOP);
    third?.end('failed');
    expect(await turnOf(begin(1, 3)[0])).toEqual(GO);
  });

  it('keeps nothing of keys that nobody tries', () => {
    const all = begin(3, 1);
    expect(tries.size).toBe(1);
    for (const tried of all) tried.end('unknown');
    expect(tries.size).toBe(0);
  });
});

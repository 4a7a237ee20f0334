import { parseArgs } from 'node:util';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { FAULTS } from '../faults/index.mjs';

/**
 * `npm run chaos -- database-kill disk-full --seed 7 --seconds 3 --json`
 * @param {string[]} args
 * @returns {{ faults: import('../faults/index.mjs').Fault[], seed: number, seconds: number, json: boolean }}
 * @throws {LauncherError} naming what there is
 */
export function readArguments(args) {
  const { values, positionals } = parsed(args);
  const unknown = positionals.filter((name) => !FAULTS.some((fault) => fault.name === name));
  const [seed, seconds] = [Number(values.seed), Number(values.seconds)];
  if (unknown.length > 0 || !Number.isSafeInteger(seed) || !(seconds > 0 && seconds <= 600))
    throw new LauncherError(USAGE);
  const faults = FAULTS.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  return { faults, seed, seconds, json: values.json };
}

function parsed(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: '1' },
        seconds: { type: 'string', default: '2' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new LauncherError(USAGE);
  }
}

const USAGE = `npm run chaos -- [FAULT…] [--seed N] [--seconds N] [--json]
  --seed N      of the clients' choices; the same seed, the same choices (1)
  --seconds N   of load before each disturbance and after the recovery (2)
  --json        the result for programs
Faults:
${FAULTS.map(({ name, title }) => `  ${name.padEnd(20)} ${title}`).join('\n')}`;

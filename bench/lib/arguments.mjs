import { LauncherError } from '../../scripts/lib/fail.mjs';
import { WORKLOADS } from '../workloads/index.mjs';

/** What is measured beside the workloads: p99 while logins hash, memory under load, and the second `npm start`. */
const CHECKS = ['L1', 'memory', 'start'];

const FLAGS = ['--quick', '--million', '--write'];

const PACES = {
  full: { warmUp: 3, rounds: 5, seconds: 4 },
  quick: { warmUp: 1, rounds: 3, seconds: 2 },
};

/**
 * `npm run bench -- R1 W1 --quick`, `npm run bench -- --million --write`
 * @param {string[]} args
 * @throws {LauncherError} naming what there is, or what would be lost
 */
export function readArguments(args) {
  const flags = args.filter((arg) => arg.startsWith('--'));
  const names = args.filter((arg) => !arg.startsWith('--'));
  refuseUnknown(names, flags);
  const [quick, million, write] = FLAGS.map((flag) => flags.includes(flag));
  if (write && (names.length > 0 || !million))
    throw new LauncherError(
      '--write replaces the whole table in docs, so all of it has to be measured: npm run bench -- --million --write',
    );
  const isWanted = (name) => names.length === 0 || names.includes(name);
  return {
    workloads: WORKLOADS.filter((one) => isWanted(one.name) && (million || !one.million)),
    checks: CHECKS.filter(isWanted),
    pace: quick ? PACES.quick : PACES.full,
    write,
  };
}

function refuseUnknown(names, flags) {
  const known = [...WORKLOADS.map(({ name }) => name), ...CHECKS];
  const unknown = [
    ...names.filter((name) => !known.includes(name)),
    ...flags.filter((flag) => !FLAGS.includes(flag)),
  ];
  if (unknown.length > 0)
    throw new LauncherError(
      `There is no ${unknown.join(', ')}. Name any of ${known.join(' ')}, and --quick, --million (seeds 1,000,000 assets), --write (docs/performance.*).`,
    );
}

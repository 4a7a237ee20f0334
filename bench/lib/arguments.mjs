import { WORKLOADS } from '../workloads/index.mjs';

/** What is measured beside the workloads: p99 while logins hash, memory under load, and the second `npm start`. */
const CHECKS = ['L1', 'memory', 'start'];

const PACES = {
  full: { warmUp: 3, rounds: 5, seconds: 4 },
  quick: { warmUp: 1, rounds: 3, seconds: 2 },
};

/**
 * `npm run bench -- R1 W1 --quick --million --write`
 * @param {string[]} args
 * @throws {Error} naming what there is
 */
export function readArguments(args) {
  const flags = args.filter((arg) => arg.startsWith('--'));
  const names = args.filter((arg) => !arg.startsWith('--'));
  const known = [...WORKLOADS.map(({ name }) => name), ...CHECKS];
  const unknown = [
    ...names.filter((name) => !known.includes(name)),
    ...flags.filter((flag) => !['--quick', '--million', '--write'].includes(flag)),
  ];
  if (unknown.length > 0)
    throw new Error(
      `There is no ${unknown.join(', ')}. Name any of ${known.join(' ')}, and --quick, --million (seeds 1,000,000 assets), --write (docs/performance.*).`,
    );
  const million = flags.includes('--million');
  const isWanted = (name) => names.length === 0 || names.includes(name);
  return {
    workloads: WORKLOADS.filter((one) => isWanted(one.name) && (million || !one.million)),
    checks: CHECKS.filter(isWanted),
    pace: flags.includes('--quick') ? PACES.quick : PACES.full,
    write: flags.includes('--write'),
  };
}

import { LauncherError } from '../../scripts/lib/fail.mjs';
import { WORKLOADS } from './workloads.mjs';

/** What is measured beside the workloads. */
const CHECKS = ['L1', 'claims', 'feed', 'console', 'import', 'memory', 'start'];

const FLAGS = ['--quick', '--smoke', '--million', '--ten-million', '--write'];

/**
 * `warmUp`: slices of so many seconds until the rate is steady, at most so many of them. `rows` of the tables, where no workload
 * says otherwise; `imported` lines; `listeners` for `feed` seconds.
 */
const PACES = {
  full: {
    ...{ warmUp: { seconds: 2, most: 15 }, rounds: 5, seconds: 5 },
    ...{ rows: 10_000, imported: 100_000, listeners: 200, feed: 20 },
  },
  quick: {
    ...{ warmUp: { seconds: 2, most: 6 }, rounds: 3, seconds: 2 },
    ...{ rows: 10_000, imported: 100_000, listeners: 200, feed: 8 },
  },
  smoke: {
    ...{ warmUp: { seconds: 2, most: 1 }, rounds: 1, seconds: 2 },
    ...{ rows: 1000, imported: 2000, listeners: 20, feed: 2 },
  },
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
  const [quick, smoke, million, tenMillion, write] = FLAGS.map((flag) => flags.includes(flag));
  if (write && (names.length > 0 || !million || smoke))
    throw new LauncherError(
      '--write replaces the whole table in docs, so all of it has to be measured: npm run bench -- --million --write',
    );
  const isWanted = (name) => names.length === 0 || names.includes(name);
  const sizes = { million, tenMillion };
  return {
    workloads: WORKLOADS.filter(
      (one) => isWanted(one.name) && (one.size === undefined || sizes[one.size]),
    ),
    checks: CHECKS.filter(isWanted),
    pace: PACES[smoke ? 'smoke' : quick ? 'quick' : 'full'],
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
      `There is no ${unknown.join(', ')}. Name any of ${known.join(' ')}, and --quick, --smoke (proves that it runs; its figures mean nothing), --million, --ten-million (tables of so many rows), --write (docs/performance*).`,
    );
}

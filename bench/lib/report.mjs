import { markdownTable } from '../../scripts/lib/markdown-table.mjs';

/** @param {{ median: number, min: number, max: number }} spread */
const range = ({ median, min, max }, digits = 0) =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;

const HEAD = [
  ...['workload', 'server', 'requests/s', 'of its base', 'p50 ms', 'p99 ms'],
  ...['server CPU µs', 'database CPU µs', 'wrk CPU µs', "of Django's CPU", 'goals'],
];

/**
 * The table as Markdown, which also reads well on a terminal.
 * @param {object} results as `main` collects them
 */
export function toTable({ workloads, checks, machine }) {
  const rows = workloads.flatMap(({ workload, measured }) =>
    Object.entries(measured).map(([server, values]) => toRow(workload, server, values, measured)),
  );
  const { cpu, cores, node, date, load } = machine;
  const where = `${date}: ${cores} cores (${cpu}), Node ${node}, load ${load.map((one) => one.toFixed(1)).join(' before and ')} after. Medians, with the smallest and the largest of the rounds.`;
  return [
    where,
    ...(rows.length > 0 ? [markdownTable([HEAD, ...rows])] : []),
    ...unsteady(workloads),
    ...toLines(checks),
  ].join('\n\n');
}

function toRow({ name, goal }, server, values, { django }) {
  const ofDjango = django && values.serverCpu.median / django.serverCpu.median;
  return [
    name,
    server,
    range(values.rate),
    range(values.ofBase, 2),
    values.p50.median.toFixed(1),
    values.p99.median.toFixed(1),
    range(values.serverCpu),
    range(values.databaseCpu),
    range(values.loadCpu),
    ofDjango ? ofDjango.toFixed(2) : '–',
    server === 'lockstep' ? verdict(goal, values.ofBase.median, ofDjango) : '',
  ];
}

/** `met`, or that it was missed. */
function verdict(goal, ofBase, ofDjango) {
  const least = goal.inventory ?? goal.bare;
  const base = `≥ ${least.toFixed(2)}: ${ofBase >= least ? 'met' : 'missed'}`;
  if (ofDjango === undefined) return base;
  return `${base}; CPU ≤ ${goal.django.toFixed(2)}: ${ofDjango <= goal.django ? 'met' : 'missed'}`;
}

/** Rates that still moved when the warm-up ended say less. */
function unsteady(workloads) {
  const names = workloads.flatMap(({ workload, measured }) =>
    Object.entries(measured)
      .filter(([, { isSteady }]) => !isSteady)
      .map(([server]) => `${workload.name} on ${server}`),
  );
  return names.length === 0 ? [] : [`Not steady after the longest warm-up: ${names.join(', ')}.`];
}

function toLines(checks) {
  const { L1, claims, feed, memory, start, deep } = checks;
  const lines = [];
  for (const { name, times } of deep ?? [])
    lines.push(`${name}: ${times.toFixed(2)} times the p50 of page 1 (goal ≤ 1.5)`);
  if (L1)
    lines.push(
      `L1: p99 of R1 ${range(L1.without, 1)} ms, with logins ${range(L1.with, 1)} ms: ${range(L1.times, 2)} times (goal ≤ 1.5); of 20 logins a second ${range(L1.logins, 1)} were answered`,
    );
  if (claims)
    lines.push(
      `claims: ${range(claims.lockstep.rate)} rows/s and ${range(claims.lockstep.cpu)} µs of server CPU a claim, bare one by one ${range(claims.bare.rate)} and ${range(claims.bare.cpu)}: ${range(claims.times, 2)} times the rate (goal ≥ 3)`,
    );
  if (feed)
    lines.push(
      `feed: ${feed.listeners} listeners, ${feed.writes.toFixed(0)} writes/s: lag p50 ${feed.p50} ms, p99 ${feed.p99} ms (goal ≤ 250), ${feed.lost} listeners without every event`,
    );
  if (checks.console) {
    const pages = Object.entries(checks.console.pages);
    const [path, slowest] = pages.toSorted(([, one], [, other]) => other.median - one.median)[0];
    lines.push(
      `console in Chromium: first load ${range(checks.console.first, 2)} s, the slowest of ${pages.length} pages (${path}) ${range(slowest, 2)} s (goal ≤ 1 s)`,
    );
  }
  if (checks.import)
    lines.push(
      `import of ${checks.import.rows} rows: ${checks.import.seconds.toFixed(1)} s (goal ≤ 8 for 100,000), ${checks.import.megabytes.toFixed(0)} MB at most (goal ≤ 180)`,
    );
  if (memory)
    lines.push(
      `memory under load: ${Object.entries(memory)
        .map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)} MB`)
        .join(', ')} (goal ≤ 140 MB and no more than django, two gunicorn workers)`,
    );
  if (start) lines.push(`second npm start to ready: ${range(start, 2)} s (goal ≤ 1 s)`);
  return lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : [];
}

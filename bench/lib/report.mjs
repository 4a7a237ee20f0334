import { markdownTable } from '../../scripts/lib/markdown-table.mjs';

/** @param {{ median: number, min: number, max: number }} spread */
const range = ({ median, min, max }, digits = 0) =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;

const HEAD = [
  ...['workload', 'server', 'requests/s', 'of bare', 'p50 ms', 'p99 ms'],
  ...['server CPU µs', 'database CPU µs', "of Django's CPU", 'goals'],
];

/**
 * The table as Markdown, which also reads well on a terminal.
 * @param {object} results as `main` collects them
 */
export function toTable({ workloads, checks }) {
  const rows = workloads.flatMap(({ workload, measured }) =>
    Object.entries(measured).map(([server, values]) => toRow(workload, server, values, measured)),
  );
  return [...(rows.length > 0 ? [markdownTable([HEAD, ...rows])] : []), ...toLines(checks)].join(
    '\n\n',
  );
}

function toRow({ name, goal }, server, values, { django }) {
  const ofDjango = django && values.serverCpu.median / django.serverCpu.median;
  return [
    name,
    server,
    range(values.rate),
    range(values.ofBare, 2),
    values.p50.median.toFixed(1),
    values.p99.median.toFixed(1),
    range(values.serverCpu),
    range(values.databaseCpu),
    ofDjango ? ofDjango.toFixed(2) : '–',
    server === 'lockstep' ? verdict(goal, values.ofBare.median, ofDjango) : '',
  ];
}

/** `met` or by how much not. */
function verdict(goal, ofBare, ofDjango) {
  const bare = `≥ ${goal.bare.toFixed(2)}: ${ofBare >= goal.bare ? 'met' : 'missed'}`;
  if (ofDjango === undefined) return bare;
  return `${bare}; CPU ≤ ${goal.django.toFixed(2)}: ${ofDjango <= goal.django ? 'met' : 'missed'}`;
}

function toLines({ L1, memory, start, deep }) {
  const lines = [];
  for (const { name, times } of deep ?? [])
    lines.push(`${name}: ${times.toFixed(2)} times the p50 of page 1 (goal ≤ 2)`);
  if (L1)
    lines.push(
      `L1: p99 of R1 ${range(L1.without, 1)} ms, with 20 logins/s ${range(L1.with, 1)} ms: ${range(L1.times, 2)} times (goal ≤ 2)`,
    );
  if (memory)
    lines.push(
      `memory under load: ${Object.entries(memory)
        .map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)} MB`)
        .join(', ')} (goal ≤ 160 MB)`,
    );
  if (start) lines.push(`second npm start to ready: ${range(start, 2)} s (goal ≤ 2 s)`);
  return lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : [];
}

import { markdownTable } from '../../scripts/lib/markdown-table.mjs';

const HEAD = [
  ...['fault', 'requests', 'acknowledged', 'refused', 'unknown', 'lost', 'half-done'],
  ...['longest / limit', 'recovery', 'verdict'],
];

/**
 * One line for each fault, and below it what was broken.
 * @param {(import('./run-fault.mjs').Result | { name: string, skipped: string })[]} results
 */
export function toReport(results) {
  const table = markdownTable([HEAD, ...results.map(toRow)]);
  const sentences = results.flatMap(({ name, broken = [], folder }) =>
    broken.length > 0 ? [`${name} (logs: ${folder})`, ...shortened(broken)] : [],
  );
  return [table, ...(sentences.length > 0 ? [sentences.join('\n')] : [])].join('\n\n');
}

function toRow(result) {
  if (result.skipped) return [result.name, ...Array(8).fill('–'), `SKIPPED: ${result.skipped}`];
  const { name, record, limitMs, recoveryMs, findings, broken } = result;
  const { acknowledged, unknown } = record.counts();
  return [
    name,
    String(record.exchanges.length),
    String(acknowledged),
    byStatus(record.refusals()),
    String(unknown),
    String(findings.lost.length),
    String(findings.halfDone.length),
    `${seconds(record.longest())} / ${seconds(limitMs)} s`,
    `${seconds(recoveryMs)} s`,
    broken.length === 0 ? 'kept' : `BROKEN: ${broken.length}`,
  ];
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);

/** `12 × 409, 3 × 503` */
const byStatus = (refusals) =>
  Object.entries(refusals)
    .map(([status, times]) => `${times} × ${status}`)
    .join(', ') || '–';

const MOST = 10;

const shortened = (sentences) => [
  ...sentences.slice(0, MOST).map((sentence) => `  - ${sentence}`),
  ...(sentences.length > MOST ? [`  - and ${sentences.length - MOST} more`] : []),
];

/** The same for programs. */
export const toJson = (results) =>
  JSON.stringify(
    results.map(({ record, ...rest }) =>
      record
        ? {
            ...rest,
            requests: record.exchanges.length,
            ...record.counts(),
            refusals: record.refusals(),
            longestMs: Math.round(record.longest()),
          }
        : rest,
    ),
    null,
    2,
  );

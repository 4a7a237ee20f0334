// npm run bench: every workload of the API beside the same work on node:http and on Django, with one table at the end.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { LauncherError, runMain } from '../scripts/lib/fail.mjs';
import { ROOT } from '../scripts/lib/root.mjs';
import { readArguments } from './lib/arguments.mjs';
import { toChart } from './lib/chart.mjs';
import { measureLogins, measureMemory, measureStart } from './lib/checks.mjs';
import { startDatabase } from './lib/database.mjs';
import { LoadGenerator } from './lib/load.mjs';
import { toTable } from './lib/report.mjs';
import { measureWorkload } from './lib/rounds.mjs';
import { prepareScene } from './lib/scene.mjs';
import { missingForDjango } from './lib/servers.mjs';

const SIZES = { thousands: 10_000, million: 1_000_000 };

async function run(wanted, options) {
  const database = await startDatabase();
  const generator = new LoadGenerator();
  const results = { machine: machine(), pace: wanted.pace, workloads: [], checks: {} };
  try {
    for (const size of ['thousands', 'million'])
      await runSize({ database, generator, results, wanted, options }, size);
    if (wanted.checks.includes('start'))
      results.checks.start = await measureStart({ folder: database.folder, pace: wanted.pace });
    results.checks.deep = deepPages(results.workloads);
    return results;
  } finally {
    generator.stop();
    await database.close();
  }
}

/** What is wanted of an inventory of this size; nothing is prepared when nothing is. */
async function runSize({ database, generator, results, wanted, options }, size) {
  const workloads = wanted.workloads.filter((one) => Boolean(one.million) === (size === 'million'));
  const checks = size === 'thousands' ? wanted.checks.filter((name) => name !== 'start') : [];
  if (workloads.length + checks.length === 0) return;
  progress(`${SIZES[size]} assets: preparing`);
  const { scene, servers } = await prepareScene(database, `bench_${size}`, SIZES[size], options);
  const bench = { generator, databasePid: database.pid, servers, scene, pace: wanted.pace };
  try {
    for (const workload of workloads) {
      progress(`${workload.name}: ${workload.title}`);
      results.workloads.push({ workload, measured: await measureWorkload(bench, workload) });
    }
    if (checks.includes('memory')) results.checks.memory = measureMemory(bench);
    if (checks.includes('L1')) results.checks.L1 = await measureLogins(bench);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function deepPages(workloads) {
  const p50 = (name) =>
    workloads.find(({ workload }) => workload.name === name)?.measured.lockstep.p50.median;
  return workloads
    .filter(({ workload }) => p50(workload.comparedWith) !== undefined)
    .map(({ workload: { name, comparedWith } }) => ({
      name,
      times: p50(name) / p50(comparedWith),
    }));
}

const machine = () => ({
  node: process.version,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  date: new Date().toISOString().slice(0, 10),
});

function keep(results, table) {
  const write = (name, text) => writeFileSync(join(ROOT, 'docs', name), text);
  write('performance.json', `${JSON.stringify(results, null, 2)}\n`);
  write('performance.svg', toChart(results));
  write('performance-table.md', `${table}\n`);
}

function progress(text) {
  console.error(`  ${text}`);
}

await runMain(async () => {
  if (process.platform !== 'linux')
    throw new LauncherError('npm run bench reads CPU times from /proc, which only Linux has.');
  const wanted = readArguments(process.argv.slice(2));
  await ensureBuild();
  const missing = missingForDjango();
  if (missing)
    console.log(
      `SKIPPED Django: ${missing}. apt-get install python3-django python3-djangorestframework gunicorn python3-mysqldb`,
    );
  const results = await run(wanted, { withDjango: !missing });
  const table = toTable(results);
  console.log(`\n${table}\n`);
  if (wanted.write) keep(results, table);
  return 0;
});

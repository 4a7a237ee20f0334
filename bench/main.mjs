// npm run bench: every workload of the API beside the same work on node:http and on Django, with one table at the end.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { ensureDjango } from '../scripts/lib/django.mjs';
import { dataDirectory } from '../scripts/lib/environment.mjs';
import { LauncherError, runMain } from '../scripts/lib/fail.mjs';
import { ROOT } from '../scripts/lib/root.mjs';
import { ensureWrk } from '../scripts/lib/wrk.mjs';
import { measureClaims } from './checks/claims.mjs';
import { measureConsole } from './checks/console.mjs';
import { measureFeed } from './checks/feed.mjs';
import { measureImport } from './checks/import.mjs';
import { measureLogins } from './checks/logins.mjs';
import { measureStart } from './checks/start.mjs';
import { readArguments } from './lib/arguments.mjs';
import { toChart } from './lib/chart.mjs';
import { startDatabase } from './lib/database.mjs';
import { toTable } from './lib/report.mjs';
import { measure } from './lib/rounds.mjs';
import { prepareScene } from './lib/scene.mjs';
import { missingForDjango, startBare, startDjango, startLockstep } from './lib/servers.mjs';
import { isOfModel, workloadNamed } from './lib/workloads.mjs';
import { Wrk } from './lib/wrk.mjs';

const SIZES = { million: 1_000_000, tenMillion: 10_000_000 };

/** As many as the API starts by itself. */
const PROCESSES = Math.min(availableParallelism(), 8);

async function run(wanted, tools) {
  const database = await startDatabase();
  const results = { machine: machine(), pace: wanted.pace, workloads: [], checks: {} };
  const wrk = new Wrk(tools.wrk, database.folder);
  try {
    for (const size of [undefined, 'million', 'tenMillion'])
      await runSize({ database, results, wanted, tools, wrk }, size);
    if (wanted.checks.includes('start')) {
      progress('start: the second npm start');
      results.checks.start = await measureStart({ folder: database.folder, pace: wanted.pace });
    }
    results.checks.deep = deepPages(results.workloads);
    results.machine.load = [loadAtStart, loadavg()[0]];
    return results;
  } finally {
    await database.close();
  }
}

const loadAtStart = loadavg()[0];

/** What is wanted of tables of this size; nothing is prepared when nothing is. */
async function runSize({ database, results, wanted, tools, wrk }, size) {
  const workloads = wanted.workloads.filter((one) => one.size === size);
  const checks = size === undefined ? wanted.checks.filter((name) => name !== 'start') : [];
  if (workloads.length + checks.length === 0) return;
  const rows = SIZES[size] ?? wanted.pace.rows;
  progress(`${rows} rows: preparing`);
  const scene = await prepareScene(database, { rows, django: tools.django });
  const bench = { wrk, databasePid: database.pid, scene, pace: wanted.pace, memory: {} };
  await withServers(oneProcess(scene, tools), async (servers) => {
    for (const workload of workloads)
      results.workloads.push(await measureWorkload(bench, workload, servers));
    const [api, bare] = servers;
    if (checks.includes('memory') && workloads.length > 0)
      results.checks.memory = megabytes(bench.memory);
    if (checks.includes('L1')) results.checks.L1 = await checked('L1', measureLogins(bench, api));
    if (checks.includes('claims'))
      results.checks.claims = await checked('claims', measureClaims(bench, [api, bare]));
    if (checks.includes('feed'))
      results.checks.feed = await checked('feed', measureFeed(bench, api));
    if (checks.includes('console'))
      results.checks.console = await checked('console', measureConsole(bench, api));
  });
  if (checks.includes('import'))
    results.checks.import = await checked('import', measureImport(bench));
  const ofAll = workloads.filter((one) => !isOfModel(one));
  if (size !== undefined || PROCESSES === 1 || ofAll.length === 0) return;
  await withServers(allProcesses(scene), async (servers) => {
    for (const workload of ofAll)
      results.workloads.push(await measureWorkload(bench, workload, servers));
  });
}

/** The API first, then the bare server. */
const oneProcess = (scene, { withDjango }) => [
  startLockstep(scene.url, { models: scene.models }),
  startBare(scene.url),
  ...(withDjango ? [startDjango(scene.url)] : []),
];

const allProcesses = (scene) => [
  startLockstep(scene.url, { models: scene.models, processes: PROCESSES }),
  startBare(scene.url, PROCESSES),
];

async function withServers(starting, work) {
  const servers = await Promise.all(starting);
  try {
    await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function measureWorkload(bench, workload, servers) {
  progress(`${workload.name}: ${workload.title} (${servers.map(({ name }) => name).join(', ')})`);
  const { scene } = bench;
  const [api, bare] = servers;
  if (isOfModel(workload)) {
    const inventory = workloadNamed(workload.comparedWith);
    const sides = [
      { name: 'lockstep', server: api, request: workload.request(scene) },
      { name: `lockstep ${inventory.name}`, server: api, request: inventory.request(scene) },
    ];
    return { workload, measured: await measure(bench, sides, sides[1].name) };
  }
  const sides = servers.map((server) => ({
    ...{ name: server.name, server },
    request: workload.request(scene, server.name),
  }));
  return { workload, measured: await measure(bench, sides, bare.name) };
}

function checked(name, measuring) {
  progress(name);
  return measuring;
}

function deepPages(workloads) {
  const p50 = (name) =>
    workloads.find(({ workload }) => workload.name === name)?.measured.lockstep?.p50.median;
  return workloads
    .filter(
      ({ workload: { name, comparedWith }, measured }) =>
        name.endsWith('deep') && p50(comparedWith) && measured.lockstep,
    )
    .map(({ workload: { name, comparedWith } }) => ({
      name,
      times: p50(name) / p50(comparedWith),
    }));
}

const megabytes = (memory) =>
  Object.fromEntries(Object.entries(memory).map(([name, bytes]) => [name, bytes / 1024 / 1024]));

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
  const data = dataDirectory(process.env);
  const [wrk, django] = await Promise.all([ensureWrk(data), ensureDjango(data)]);
  const missing = missingForDjango();
  if (missing)
    console.log(
      `SKIPPED Django: ${missing}. apt-get install python3-django python3-djangorestframework gunicorn python3-mysqldb`,
    );
  const results = await run(wanted, { wrk, django, withDjango: !missing });
  const table = toTable(results);
  console.log(`\n${table}\n`);
  if (wanted.write) keep(results, table);
  return 0;
});

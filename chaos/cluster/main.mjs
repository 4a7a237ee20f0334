// npm run cluster: three nodes, two API processes and a rival in SQL; what holds on each kind of cluster, and a table for it.
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { ensureBuild } from '../../scripts/lib/build.mjs';
import { runMain } from '../../scripts/lib/fail.mjs';
import { markdownTable } from '../../scripts/lib/markdown-table.mjs';
import { isStopping } from '../../scripts/lib/stop-signals.mjs';
import { audit } from '../lib/audit.mjs';
import { readEvidence } from '../lib/evidence.mjs';
import { Load } from '../lib/load.mjs';
import { chosenKinds } from './kinds.mjs';
import { prepareScene } from './scene.mjs';

async function runAll({ inCalm, underLoad, limitMs }, scene) {
  const rows = [];
  const run = async ([name, stage], context) => {
    console.error(`  ${name}`);
    rows.push([name, await stage(context)]);
  };
  for (const stage of inCalm) await run(stage, scene);
  const { apis, cluster, nodes, logins, world } = scene;
  const origins = apis.map(({ origin }) => origin);
  const databases = [cluster.rivalOptions];
  const load = new Load({ origins, databases, logins, world, limitMs, seed: 1 });
  load.start();
  try {
    for (const stage of underLoad) await run(stage, { ...scene, record: load.record });
  } finally {
    await load.stop();
  }
  for (const node of nodes) await untilIdle(node);
  for (const node of nodes)
    rows.push([`audit on ${node.name}`, await auditOn(node, scene, load.record, limitMs)]);
  return rows;
}

/** A COMMIT that the API gave up may still be waiting in its node, and would be done while the audit reads. */
async function untilIdle(node) {
  const sql = `SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST
    WHERE COMMAND = 'Query' AND USER <> 'system user' AND ID <> CONNECTION_ID()`;
  while ((await node.query(sql))[0].n > 0) await pause(50);
}

/** What was acknowledged is on every node, once and whole. */
async function auditOn(node, { cluster, apis, logins, world }, record, limitMs) {
  const connection = await mysql.createConnection(node.options);
  try {
    const query = (sql) => cluster.readLatest(connection, sql);
    const from = { origin: apis[0].origin, logins, counters: world.counters };
    const findings = audit(record, await readEvidence(query, from), limitMs);
    const { acknowledged, unknown } = record.counts();
    const [{ tags, assets }] = await query(
      'SELECT COUNT(DISTINCT BINARY asset_tag) AS tags, COUNT(*) AS assets FROM assets_asset',
    );
    const twice = tags === assets ? [] : [`${assets} assets have ${tags} tags`];
    return {
      text: `${acknowledged} acknowledged, ${unknown} unknown: ${findings.lost.length} lost, ${findings.halfDone.length} half-done; ${assets} assets, ${tags} tags; refusals ${JSON.stringify(record.refusals())}`,
      broken: [...Object.values(findings).flat(), ...twice],
    };
  } finally {
    await connection.end();
  }
}

function toReport({ title }, version, rows) {
  const head = ['what', 'seen', 'verdict'];
  const verdict = ({ broken }) => (broken.length === 0 ? 'kept' : `BROKEN: ${broken.length}`);
  const table = markdownTable([
    head,
    ...rows.map(([name, seen]) => [name, seen.text, verdict(seen)]),
  ]);
  const sentences = rows.flatMap(([name, { broken }]) =>
    broken.slice(0, 10).map((sentence) => `  - ${name}: ${sentence}`),
  );
  return [`${title}, ${version}`, table, ...sentences].join('\n');
}

/** @returns {Promise<boolean>} whether everything was kept */
async function runKind(kind) {
  console.error(`${kind.title}: three nodes and two processes`);
  const scene = await prepareScene(kind.start);
  let isKept = false;
  try {
    const rows = await runAll(kind, scene);
    isKept = rows.every(([, { broken }]) => broken.length === 0);
    const [{ version }] = await scene.nodes[0].query('SELECT VERSION() AS version');
    console.log(`\n${toReport(kind, version, rows)}\n`);
    return isKept;
  } finally {
    await scene.close({ keepFolder: !isKept });
    if (!isKept) console.error(`Logs of the nodes and processes: ${scene.folder}`);
  }
}

await runMain(async () => {
  const kinds = chosenKinds(process.argv.slice(2));
  await ensureBuild();
  let isKept = true;
  for (const kind of kinds) if (!isStopping()) isKept = (await runKind(kind)) && isKept;
  return isKept ? 0 : 1;
});

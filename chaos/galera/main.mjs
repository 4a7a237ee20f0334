// npm run cluster: three Galera nodes, two API processes and a rival in SQL; what holds on a cluster, and one table at the end.
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { ensureBuild } from '../../scripts/lib/build.mjs';
import { runMain } from '../../scripts/lib/fail.mjs';
import { markdownTable } from '../../scripts/lib/markdown-table.mjs';
import { audit } from '../lib/audit.mjs';
import { readEvidence } from '../lib/evidence.mjs';
import { Load } from '../lib/load.mjs';
import { sameMoment } from './races.mjs';
import { prepareScene } from './scene.mjs';
import { sessionsEverywhere } from './sessions.mjs';
import { everyNodeWritten, minorityRefuses, oneNodeKilled } from './stages.mjs';

/**
 * Galera takes 5 s to be sure that a node is dead; until then nobody's COMMIT is answered. One that was under way when the
 * majority was lost may not be answered at all: the API gives it up with its connection, after 25 s.
 */
const LIMIT_MS = 27_000;

const IN_CALM = [
  ['sessions on another node', sessionsEverywhere],
  ['at the same moment on two nodes', sameMoment],
];
const UNDER_LOAD = [
  ['all nodes written at once', everyNodeWritten],
  ['one node killed and rejoined', oneNodeKilled],
  ['a minority node', minorityRefuses],
];

async function runAll(scene) {
  const rows = [];
  const run = async ([name, stage], context) => {
    console.error(`  ${name}`);
    rows.push([name, await stage(context)]);
  };
  for (const stage of IN_CALM) await run(stage, scene);
  const { apis, nodes, logins, world } = scene;
  const origins = apis.map(({ origin }) => origin);
  const databases = [nodes[2].options];
  const load = new Load({ origins, databases, logins, world, limitMs: LIMIT_MS, seed: 1 });
  load.start();
  try {
    for (const stage of UNDER_LOAD) await run(stage, { ...scene, record: load.record });
  } finally {
    await load.stop();
  }
  for (const node of nodes) await untilIdle(node);
  for (const node of nodes) rows.push([`audit on ${node.name}`, await auditOn(node, scene, load)]);
  return rows;
}

/** A COMMIT that the API gave up may still be waiting in its node, and would be done while the audit reads. */
async function untilIdle(node) {
  const sql = `SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST
    WHERE COMMAND = 'Query' AND USER <> 'system user' AND ID <> CONNECTION_ID()`;
  while ((await node.query(sql))[0].n > 0) await pause(50);
}

/** What was acknowledged is on every node, once and whole. */
async function auditOn(node, { apis, logins, world }, { record }) {
  const connection = await mysql.createConnection(node.options);
  try {
    const query = async (sql) =>
      (await connection.query(`SET STATEMENT wsrep_sync_wait = 1 FOR ${sql}`))[0];
    const from = { origin: apis[0].origin, logins, counters: world.counters };
    const findings = audit(record, await readEvidence(query, from), LIMIT_MS);
    const { acknowledged, unknown } = record.counts();
    return {
      text: `${acknowledged} acknowledged, ${unknown} unknown: ${findings.lost.length} lost, ${findings.halfDone.length} half-done; refusals ${JSON.stringify(record.refusals())}`,
      broken: Object.values(findings).flat(),
    };
  } finally {
    await connection.end();
  }
}

function toReport(rows) {
  const head = ['what', 'seen', 'verdict'];
  const verdict = ({ broken }) => (broken.length === 0 ? 'kept' : `BROKEN: ${broken.length}`);
  const table = markdownTable([
    head,
    ...rows.map(([name, seen]) => [name, seen.text, verdict(seen)]),
  ]);
  const sentences = rows.flatMap(([name, { broken }]) =>
    broken.slice(0, 10).map((sentence) => `  - ${name}: ${sentence}`),
  );
  return [table, ...sentences].join('\n');
}

await runMain(async () => {
  await ensureBuild();
  console.error('  three nodes and two processes');
  const scene = await prepareScene();
  let isKept = false;
  try {
    const rows = await runAll(scene);
    isKept = rows.every(([, { broken }]) => broken.length === 0);
    console.log(`\n${toReport(rows)}\n`);
    return isKept ? 0 : 1;
  } finally {
    await scene.close({ keepFolder: !isKept });
    if (!isKept) console.error(`Logs of the nodes and processes: ${scene.folder}`);
  }
});

// The process of `LoadGenerator`: takes orders over IPC, sends requests, and reports what it saw.
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Pool } from 'undici';
import { workloadNamed } from '../workloads/index.mjs';
import { quantile } from './statistics.mjs';

process.on('message', (order) => {
  run(order).then(
    (seen) => process.send(seen),
    (error) => process.send({ error: error.stack }),
  );
});

async function run({ workload: name, server, origin, seconds, scene, rate }) {
  const workload = workloadNamed(name);
  const job = { workload, scene, server, origin, latencies: [], wrong: {} };
  const start = performance.now();
  const end = start + seconds * 1000;
  if (rate) await sendAtRate(job, rate, end);
  else await Promise.all(scene.logins.map((login) => sendInTurn(job, login, end)));
  return report(job, (performance.now() - start) / 1000);
}

/** One client: its own login and connection, and its next request when it has its answer. */
async function sendInTurn(job, login, end) {
  const client = new Client(job.origin, { pipelining: 1 });
  while (performance.now() < end) await exchange(job, client, login);
  await client.close();
}

/** As many requests a second as asked for, whatever the answers take. */
async function sendAtRate(job, rate, end) {
  const pool = new Pool(job.origin);
  const running = [];
  while (performance.now() < end) {
    running.push(exchange(job, pool, job.scene.logins[running.length % job.scene.logins.length]));
    await pause(1000 / rate);
  }
  await Promise.all(running);
  await pool.close();
}

async function exchange({ workload, scene, server, latencies, wrong }, client, login) {
  const sent = performance.now();
  const { statusCode, body } = await client.request(workload.request({ scene, login, server }));
  await body.dump();
  latencies.push(performance.now() - sent);
  if (statusCode !== workload.status) wrong[statusCode] = (wrong[statusCode] ?? 0) + 1;
}

function report({ latencies, wrong }, seconds) {
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    wrong,
  };
}

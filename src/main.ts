import cluster from 'node:cluster';
import { stderr } from 'node:process';
import { databaseStarted, Primary } from './cluster/index.js';
import { loadConfig, readEnvironment } from './config/index.js';
import { explainStart } from './start-failure.js';
import { keepHeapSmall } from './small-heap.js';

keepHeapSmall();
try {
  await main();
} catch (error) {
  stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const database = databaseStarted();
  // Only the launcher opens a channel: without it nobody would stop this process, and it would keep the port.
  if (cluster.isPrimary) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  if (cluster.isPrimary && config.http.workers > 1) {
    await new Primary(config.http.workers, config.logLevel, database).run();
    return;
  }
  // Only here: the primary answers no request, so it does without the framework and its memory.
  const { serve } = await import('./serve.js');
  await database;
  await serve(config);
}

// npm run chaos: faults under load, each with an audit of what was acknowledged, and one table at the end.
import { ensureBuild } from '../scripts/lib/build.mjs';
import { LauncherError, runMain } from '../scripts/lib/fail.mjs';
import { isStopping } from '../scripts/lib/stop-signals.mjs';
import { readArguments } from './lib/arguments.mjs';
import { toJson, toReport } from './lib/report.mjs';
import { runFault } from './lib/run-fault.mjs';

async function runAll({ faults, seed, seconds }) {
  const results = [];
  for (const fault of faults) {
    if (isStopping()) break;
    console.error(`  ${fault.name}: ${fault.title}`);
    const skipped = await fault.obstacle?.();
    results.push(
      skipped ? { name: fault.name, skipped } : await runFault(fault, { seed, seconds }),
    );
  }
  return results;
}

await runMain(async () => {
  if (process.platform === 'win32')
    throw new LauncherError(
      'npm run chaos stops processes by signals, which Windows does not have.',
    );
  const wanted = readArguments(process.argv.slice(2));
  await ensureBuild();
  const results = await runAll(wanted);
  console.log(wanted.json ? toJson(results) : `\n${toReport(results)}\n`);
  return results.some(({ broken = [] }) => broken.length > 0) ? 1 : 0;
});

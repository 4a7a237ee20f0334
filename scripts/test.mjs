// npm test [-- FILES]: every ring of tests on a private database, with nothing installed beforehand.
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDjango } from './lib/django.mjs';
import { runMain } from './lib/fail.mjs';
import { checkNode, ensurePackages } from './lib/packages.mjs';
import { runProgram } from './lib/program.mjs';
import { ensureServerPrograms } from './lib/server-programs.mjs';
import { dataDirectory } from './lib/environment.mjs';

await runMain(async () => {
  checkNode();
  await Promise.all([
    ensurePackages().then(ensureBuild),
    ensureDebianPackages(dataDirectory(process.env)),
  ]);
  // The server of the tests is started by vitest's globalSetup, so that a single file can be run alone as well.
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  return runProgram(vitest, ['run', ...process.argv.slice(2)], process.env);
});

/** One after the other: apt lets one in at a time. Without Django or a browser the tests that need one say what to install. */
async function ensureDebianPackages(folder) {
  if (!process.env.TEST_DATABASE_URL) await ensureServerPrograms(folder);
  await ensureDjango(folder).catch(() => undefined);
  await ensureChromium().catch(() => undefined);
}

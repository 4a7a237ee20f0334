// npm run test:servers [-- mysql|mariadb] [db] [e2e] [django-live] [short]: what needs a database, on the servers of Debian sid
// as well; short leaves out what a server changes least.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDjango } from './lib/django.mjs';
import { dataDirectory } from './lib/environment.mjs';
import { LauncherError, runMain } from './lib/fail.mjs';
import { markdownTable } from './lib/markdown-table.mjs';
import { checkNode, ensurePackages } from './lib/packages.mjs';
import { runProgram } from './lib/program.mjs';
import { ensureSidServer, sidBrands } from './lib/sid-servers.mjs';

const VITEST = join('node_modules', 'vitest', 'vitest.mjs');
const RINGS = ['db', 'e2e', 'django-live'];
/** Of our processes, their command line, the edge of HTTP, the packages, files, and what other tests of this ring show as well. */
const LEFT_OUT = [
  ...['cluster*', '*cli', 'two-processes', 'log-output', 'tracing', 'http-*', 'event-places'],
  ...['client*', 'ra-data*', 'contract', 'fuzz', 'import*', 'models-import', 'models-export'],
  ...['adoption', 'django-passwords', 'models-grants', 'models-leases', 'models-secrets'],
  ...['own-schema', 'strange-sessions', 'upgrade'],
];
const HEAD = ['server', 'version', 'passed', 'failed', 'skipped'];

await runMain(async () => {
  checkNode();
  const { brands, filters } = chosen(process.argv.slice(2));
  const data = dataDirectory(process.env);
  await Promise.all([ensurePackages().then(ensureBuild), ensureDjango(data)]);
  const results = [];
  for (const brand of brands) results.push(await runOn(brand, filters, data));
  const rows = results.map(({ brand, version, passed, failed, skipped }) =>
    [brand, version, passed, failed, skipped].map(String),
  );
  console.log(`\n${markdownTable([HEAD, ...rows])}\n`);
  return results.every(({ isGood }) => isGood) ? 0 : 1;
});

/**
 * Servers and folders of tests; all of either where none is named.
 * @throws {LauncherError} for a word that names neither
 */
function chosen(words) {
  const known = [...sidBrands(), ...RINGS, 'short'];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined)
    throw new LauncherError(`There is no "${unknown}". Name any of ${known.join(', ')}.`);
  const named = (all) =>
    all.some((one) => words.includes(one)) ? all.filter((one) => words.includes(one)) : all;
  const rings = named(RINGS).map((ring) => `test/${ring}`);
  const left = words.includes('short') ? LEFT_OUT : [];
  const filters = [...rings, ...left.map((name) => `--exclude=test/e2e/${name}.test.ts`)];
  return { brands: named(sidBrands()), filters };
}

/** What was seen is also kept as JSON, in `test-servers` below the data directory. */
async function runOn(brand, filters, data) {
  const { version } = await ensureSidServer(brand, data);
  console.error(`  ${brand} ${version}`);
  const file = join(data, 'test-servers', `${brand}.json`);
  mkdirSync(join(data, 'test-servers'), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // Empty: not the server that the environment may name for `npm test`.
  const env = { ...process.env, TEST_DATABASE_URL: '', TEST_SERVER: brand };
  const status = await runProgram(VITEST, ['run', ...filters, ...reporters], env);
  if (!existsSync(file)) throw new LauncherError(`The tests on ${brand} ended without a result.`);
  const seen = JSON.parse(readFileSync(file, 'utf8'));
  const skipped = seen.numPendingTests + seen.numTodoTests;
  return {
    brand,
    version,
    passed: seen.numPassedTests,
    failed: seen.numFailedTests,
    skipped,
    isGood: status === 0 && skipped === 0,
  };
}

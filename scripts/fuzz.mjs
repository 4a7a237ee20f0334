// npm run fuzz [RUNS] [SEED]: mutated cookies, rows, hashes and tokens, far more of them than the tests take.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';

const [runs = '100000', seed = '20240615'] = process.argv.slice(2);
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const files = ['src/django/fuzz.spec.ts', 'test/e2e/fuzz.test.ts'];
const options = ['--reporter=verbose', '--testTimeout=3600000', '--no-file-parallelism'];
const { status } = spawnSync(process.execPath, [vitest, 'run', ...options, ...files], {
  cwd: ROOT,
  env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

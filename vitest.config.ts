import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

// Three rings: pure specs beside the code, `test/db` against a real database, `test/e2e` through HTTP. The first needs no
// database and no build, and waits for neither when it runs alone.
export default defineConfig({
  // The packages are tested as they stand, not as they were built last.
  resolve: { alias: { '@lockstep/client': resolve('packages/client/src/index.ts') } },
  test: {
    setupFiles: ['reflect-metadata'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: ['{src,web/src}/**/*.spec.ts'] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});

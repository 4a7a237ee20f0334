import { defineConfig } from 'vitest/config';

// Three rings: pure specs beside the code, `test/db` against a real database, `test/e2e` through HTTP. The first needs no
// database and no build, and waits for neither when it runs alone.
export default defineConfig({
  test: {
    setupFiles: ['reflect-metadata'],
    pool: 'forks',
    // Files of one worker share its module graph: loading it anew for each of them took longer than their tests.
    isolate: false,
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: ['src/**/*.spec.ts'] } },
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

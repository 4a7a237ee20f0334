// npm start: everything from a bare clone to a running API, stopped in order by Ctrl-C or SIGTERM.
import { runMain } from './lib/fail.mjs';
import { withPrepared } from './lib/prepare.mjs';
import { runProgram } from './lib/program.mjs';
import { isStopping } from './lib/stop-signals.mjs';

const start = () =>
  withPrepared(async (env, database) => {
    if (isStopping()) return 0;
    return runProgram('dist/main.js', [], env, database);
  });

await runMain(start, 0);

// npm start: everything from a bare clone to a running API, stopped in order by Ctrl-C or SIGTERM.
import { runMain } from './lib/fail.mjs';
import { prepare } from './lib/prepare.mjs';
import { runProgram } from './lib/program.mjs';
import { isStopping } from './lib/stop-signals.mjs';

await runMain(async () => {
  const { env, leave } = await prepare();
  try {
    if (isStopping()) return 0;
    return await runProgram('dist/src/main.js', [], env, { ownGroup: true });
  } finally {
    await leave();
  }
});

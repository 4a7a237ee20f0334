// npm run manage -- COMMAND: the command line, on the same database as npm start.
import { runMain } from './lib/fail.mjs';
import { prepare } from './lib/prepare.mjs';
import { runProgram } from './lib/program.mjs';

await runMain(async () => {
  const { env, leave } = await prepare();
  try {
    return await runProgram('dist/src/cli/main.js', process.argv.slice(2), env);
  } finally {
    await leave();
  }
});

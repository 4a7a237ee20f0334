// npm run manage -- COMMAND: the command line, on the same database as npm start.
import { runMain } from './lib/fail.mjs';
import { withPrepared } from './lib/prepare.mjs';
import { runProgram } from './lib/program.mjs';

await runMain(() =>
  withPrepared(async (env, database) => {
    await database;
    return runProgram('dist/manage.js', process.argv.slice(2), env);
  }),
);

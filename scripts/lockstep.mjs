#!/usr/bin/env node
// lockstep [COMMAND]: of an installed package, what `npm start` and `npm run manage -- COMMAND` are in a clone.
process.env.LOCKSTEP_COMMAND = 'npx lockstep';
await import(process.argv.length > 2 ? './manage.mjs' : './start.mjs');

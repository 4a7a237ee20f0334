import type { Command } from '../command.js';
import { changepassword, createsuperuser, token } from './accounts.js';
import { doctor } from './doctor.js';
import { migrate } from './migrate.js';
import { models } from './models.js';
import { clearsessions, decode, session, sessions } from './sessions.js';
import { seed } from './seed.js';
import { shell } from './shell.js';
import { exportRows, importRows } from './transfer.js';
import { types } from './types.js';
import { unwatch, watch } from './watch.js';

/** Every command by its name, in the order of the help. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    doctor,
    models,
    types,
    watch,
    unwatch,
    session,
    decode,
    sessions,
    clearsessions,
    createsuperuser,
    changepassword,
    token,
    migrate,
    seed,
    import: importRows,
    export: exportRows,
    shell,
  }),
);

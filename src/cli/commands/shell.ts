import { once } from 'node:events';
import { start } from 'node:repl';
import { DataSource } from 'typeorm';
import { AccountsService, UsersRepository } from '../../auth/index.js';
import { Database } from '../../database/index.js';
import { SessionsAdmin } from '../../sessions/index.js';
import type { Command } from '../command.js';

/** `shell`: a REPL with the services at hand, like `manage.py shell`. `await` works. */
export const shell: Command = {
  usage: '',
  summary: 'A REPL with database, users, accounts, sessions and dataSource',
  async run({ app, config }) {
    const context = await app();
    const repl = start({ prompt: 'lockstep> ' });
    Object.assign(repl.context, {
      config,
      database: context.get(Database),
      dataSource: context.get(DataSource),
      users: context.get(UsersRepository),
      accounts: context.get(AccountsService),
      sessions: context.get(SessionsAdmin),
    });
    await once(repl, 'exit');
    return 0;
  },
};

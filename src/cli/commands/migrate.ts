import { DataSource } from 'typeorm';
import { runMigrations } from '../../database/index.js';
import type { Command } from '../command.js';

/** `migrate`: what the API also does when it starts. */
export const migrate: Command = {
  usage: '',
  summary: 'Create what is missing in the database',
  async run({ app, output }) {
    const applied = await runMigrations((await app()).get(DataSource));
    output.result({ applied }, applied.length > 0 ? applied : ['Nothing to do.']);
    return 0;
  },
};

import { type Migrated, migrateDatabase } from '../../database/index.js';
import { readUserModel } from '../../model/index.js';
import type { Command } from '../command.js';

/** `migrate`: what the API also does when it starts. */
export const migrate: Command = {
  usage: '',
  summary: 'Create what is missing in the database, and repair the triggers',
  async run({ config, output }) {
    const migrated = await migrateDatabase(config, (ask) => readUserModel(config, ask));
    const { users: _, ...told } = migrated;
    output.result(told, toLines(migrated));
    return 0;
  },
};

function toLines({ applied, repaired, inventory }: Migrated): string[] {
  const lines = [...applied, ...repaired.map((name) => `${name} (made anew)`)];
  if (inventory.state === 'unavailable')
    lines.push(`The inventory is left out: ${inventory.reason}`);
  return lines.length > 0 ? lines : ['Nothing to do.'];
}

import type { Database } from './database.js';
import type { ServerState } from './server-states.js';

/** Settings of the whole server, as it shows them: `ON`, `OFF`, `1`. */
type ServerSettings = Readonly<Record<string, string>>;

interface CheckedSetting extends ServerState {
  readonly name: string;
  readonly isWrong: (value: string) => boolean;
}

const isOn = (value: string): boolean => value !== 'OFF';

const READ_ONLY = {
  isWrong: isOn,
  sentence: 'The database server is read-only.',
  remedy: 'It may be a replica: name the primary in DATABASE_URL.',
};

/** What a promise needs, and what no connection can set for itself. A server that lacks one of them does not show it. */
const CHECKED: readonly CheckedSetting[] = [
  { name: 'read_only', ...READ_ONLY },
  { name: 'innodb_read_only', ...READ_ONLY },
  {
    name: 'wsrep_dirty_reads',
    isWrong: isOn,
    sentence: 'A node that lost its cluster would answer from old rows (wsrep_dirty_reads).',
    remedy: 'SET GLOBAL wsrep_dirty_reads = OFF, and in its configuration.',
  },
];

/** The names to ask for. */
export const CHECKED_SETTINGS: readonly string[] = CHECKED.map(({ name }) => name);

/** What is wrong with these, each once. */
export function wrongSettings(settings: ServerSettings): ServerState[] {
  const wrong = CHECKED.filter(({ name, isWrong }) => isWrong(settings[name] ?? 'OFF'));
  return wrong.filter(({ sentence }, n) => wrong.findIndex((w) => w.sentence === sentence) === n);
}

/** What is wrong with the server, for `/health/ready` and the start; one cheap query. */
export async function settingFaults(database: Database): Promise<ServerState[]> {
  const rows = await database.query<{ Variable_name: string; Value: string }>(
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)',
    [CHECKED_SETTINGS],
  );
  return wrongSettings(Object.fromEntries(rows.map((row) => [row.Variable_name, row.Value])));
}

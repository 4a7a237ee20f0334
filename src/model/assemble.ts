import type { TableDraft } from './draft.js';
import { fromDatabase, labelOf } from './from-database.js';
import type { LoadedFile } from './load-models-file.js';
import type { Model } from './model.js';
import type { Fault } from './models-file.js';
import type { DatabaseSchema } from './schema.js';
import { type Drift, proxiesOf, withDump } from './with-dump.js';
import { withFile } from './with-file.js';

/** Everything that is known of the models of a site. */
export interface Assembled {
  /** Every table, served or not. */
  readonly drafts: readonly TableDraft[];
  /** What the file serves, by label; without those that the database does not have. */
  readonly models: ReadonlyMap<string, Model>;
  /** What is wrong with the form of the file, and where it does not fit the database. */
  readonly faults: readonly Fault[];
  /** Where the dump does not. */
  readonly drift: readonly Drift[];
}

/** Puts together what the database, the dump and the file say. */
export function assemble(schema: DatabaseSchema, file: Omit<LoadedFile, 'path'>): Assembled {
  const facts = fromDatabase(schema);
  const { drafts, drift } = file.dump ? withDump(facts, file.dump) : { drafts: facts, drift: [] };
  const known = {
    drafts,
    contentTypes: schema.contentTypes.map(labelOf),
    permissions: schema.permissions,
    proxies: file.dump ? proxiesOf(file.dump) : new Map<string, string>(),
  };
  const { models, faults } = withFile(known, file.entries);
  return { drafts, drift, models, faults: [...file.faults, ...faults] };
}

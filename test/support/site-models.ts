import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../../src/model/assemble.js';
import type { ModelRegistry } from '../../src/model/index.js';
import { loadModelsFile } from '../../src/model/load-models-file.js';
import { SchemaRepository } from '../../src/model/schema.repository.js';
import type { TestDatabase } from './database.js';
import type { SiteName } from './django.js';
import { dumpOf } from './dumps.js';

type Entries = Readonly<Record<string, object>>;

/** A `lockstep.json` in a folder of its own. @returns its path, for LOCKSTEP_MODELS */
export function modelsFile(models: Entries, dump?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-models-'));
  const file = join(folder, 'lockstep.json');
  if (dump !== undefined) writeFileSync(join(folder, 'models.json'), dump);
  const named = dump === undefined ? {} : { dump: 'models.json' };
  writeFileSync(file, JSON.stringify({ ...named, models }));
  return file;
}

/** The same with the dump of the site beside it. */
export const writeModelsFile = async (site: SiteName, models: Entries): Promise<string> =>
  modelsFile(models, await dumpOf(site));

/** The models that such a file serves. */
export async function siteModels(
  db: TestDatabase,
  site: SiteName,
  models: Entries,
): Promise<ModelRegistry> {
  const file = loadModelsFile(await writeModelsFile(site, models));
  const schema = await new SchemaRepository((sql, params) => db.query(sql, params)).read();
  const assembled = assemble(schema, file);
  if (assembled.faults.length > 0) throw new Error(JSON.stringify(assembled.faults));
  return assembled.models;
}

import { type Config, ConfigError } from '../config/index.js';
import { assemble } from './assemble.js';
import { faultLine, loadModelsFile } from './load-models-file.js';
import type { ModelRegistry } from './model.js';
import { readSchema } from './read-schema.js';

/** How the file stands to the database. */
export interface ModelsSurvey {
  readonly file: string;
  readonly served: ModelRegistry;
  /** Why a start is refused. */
  readonly faults: readonly string[];
  /** Where the dump and the tables of served models disagree. */
  readonly drift: readonly string[];
}

/** @returns undefined where there is no `lockstep.json` */
export async function surveyModels(config: Config): Promise<ModelsSurvey | undefined> {
  const { file: path } = config.models;
  if (path === undefined) return undefined;
  const survey: ModelsSurvey = { file: path, served: new Map(), faults: [], drift: [] };
  try {
    const file = loadModelsFile(path);
    const { models, faults, drift } = assemble(await readSchema(config), file);
    return {
      ...survey,
      served: models,
      faults: faults.map((fault) => `${path}: ${faultLine(fault)}`),
      drift: drift.filter(({ label }) => models.has(label)).map(faultLine),
    };
  } catch (error) {
    if (error instanceof ConfigError) return { ...survey, faults: error.problems };
    throw error;
  }
}

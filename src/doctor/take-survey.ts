import { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { dataSourceOptions } from '../database/index.js';
import { surveyWatches } from '../events/index.js';
import { surveyModels } from '../model/index.js';
import { SurveyRepository } from './survey.repository.js';
import type { Survey } from './survey.js';

/** Reads what the doctor needs; writes nothing, migrations included. Throws what the driver throws when it cannot connect. */
export async function takeSurvey(config: Config): Promise<Survey> {
  const dataSource = new DataSource(dataSourceOptions(config));
  await dataSource.initialize();
  try {
    const runner = dataSource.createQueryRunner();
    const survey = await new SurveyRepository(runner).take().finally(() => runner.release());
    const models = await surveyModels(config);
    // Of a wrong file nobody knows what it serves.
    const watches = models?.faults.length === 0 ? await surveyWatches(config, models.served) : [];
    return { ...survey, models, watches };
  } finally {
    await dataSource.destroy();
  }
}

import { DataSource } from 'typeorm';
import type { Config } from '../config/index.js';
import { dataSourceOptions } from '../database/index.js';
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
    return { ...survey, models: await surveyModels(config) };
  } finally {
    await dataSource.destroy();
  }
}

import { DataSource } from 'typeorm';
import { type Config, ConfigError } from '../config/index.js';
import { dataSourceOptions, DJANGO_USER } from '../database/index.js';
import { surveyWatches } from '../events/index.js';
import { readUserModel, surveyModels } from '../model/index.js';
import { SurveyRepository } from './survey.repository.js';
import type { Survey } from './survey.js';

/** Reads what the doctor needs; writes nothing, migrations included. Throws what the driver throws when it cannot connect. */
export async function takeSurvey(config: Config): Promise<Survey> {
  const dataSource = new DataSource(dataSourceOptions(config));
  await dataSource.initialize();
  try {
    const users = await surveyUsers(config);
    const runner = dataSource.createQueryRunner();
    const repository = new SurveyRepository(runner, users.userModel);
    const survey = await repository.take().finally(() => runner.release());
    const models = await surveyModels(config);
    // Of a wrong file nobody knows what it serves.
    const watches = models?.faults.length === 0 ? await surveyWatches(config, models.served) : [];
    return { ...survey, ...users, models, watches };
  } finally {
    await dataSource.destroy();
  }
}

async function surveyUsers(config: Config): Promise<Pick<Survey, 'userModel' | 'userModelFault'>> {
  try {
    return {
      userModel: (await readUserModel(config)) ?? DJANGO_USER,
      userModelFault: undefined,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { userModel: DJANGO_USER, userModelFault: error.problems.join(' ') };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { DatabaseUnavailableError, toDomainError } from '../database/index.js';
import { within } from '../within.js';
import { type DoctorView, toDoctorView } from './doctor-view.js';
import { examineInTurns } from './examine.js';
import { takeSurvey } from './take-survey.js';

/** Each statement has the limit of every other one; this is for all of them. */
const LONGEST_MS = 60_000;

/** What `manage doctor` says, of the database and the environment that this process has. */
@Injectable()
export class DoctorService {
  private present: Promise<DoctorView> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * One survey at a time, on a connection beside the pool, so that other requests lose no place: who asks while one is
   * taken gets its result.
   * @throws DatabaseUnavailableError
   */
  look(): Promise<DoctorView> {
    this.present ??= this.examine().finally(() => {
      this.present = undefined;
    });
    return within(LONGEST_MS, this.present, () => {
      throw new DatabaseUnavailableError();
    });
  }

  private async examine(): Promise<DoctorView> {
    try {
      const survey = await takeSurvey(this.config);
      return toDoctorView(await examineInTurns(survey, this.config), survey.now);
    } catch (error) {
      throw toDomainError(error) ?? error;
    }
  }
}

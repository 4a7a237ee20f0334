import { Injectable } from '@nestjs/common';
import { MissingRightsError } from '../database/index.js';
import { type LocksView, toTransactionView } from './lock-view.js';
import { LocksHiddenError } from './locks.errors.js';
import { LocksRepository, type LockTables } from './locks.repository.js';

/** Who holds and who waits, at this moment. */
@Injectable()
export class LocksService {
  constructor(private readonly repository: LocksRepository) {}

  /** @throws LocksHiddenError */
  async read(): Promise<LocksView> {
    const { transactions, locks, waits } = await this.tables();
    return {
      transactions: transactions.map((transaction) => toTransactionView(transaction, locks, waits)),
    };
  }

  private async tables(): Promise<LockTables> {
    try {
      return await this.repository.read();
    } catch (error) {
      throw error instanceof MissingRightsError
        ? new LocksHiddenError('no privilege', { cause: error })
        : error;
    }
  }
}

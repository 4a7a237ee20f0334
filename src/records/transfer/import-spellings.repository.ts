import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/index.js';

/** On MySQL and MariaDB alike, of every version, with a weight for every character. */
const SPELLING = 'utf8mb4_unicode_520_ci';

/** What the database says of texts. */
@Injectable()
export class ImportSpellingsRepository {
  /**
   * Whether two texts are spellings of one: case, accents, spaces at the end. A collation of before Unicode 5.2 also takes texts for
   * equal that have nothing in common: to `utf8mb4_general_ci` all emoji are one letter.
   */
  async isSpelling(tx: Tx, one: string, other: string): Promise<boolean> {
    const text = `CONVERT(? USING utf8mb4) COLLATE ${SPELLING}`;
    const [row] = await tx.queryPlain(`SELECT ${text} = ${text}`, [one, other]);
    return Number(row?.[0]) === 1;
  }
}

import type { TestDatabase } from './database.js';

/**
 * Lets the next UPDATE of a table meet a deadlock; what counts the tries is in no transaction.
 * @returns ends that, and says how often it was tried
 */
export async function oneConflict(db: TestDatabase, table: string): Promise<() => Promise<number>> {
  await db.query('CREATE TABLE tries (n int NOT NULL) ENGINE=MyISAM');
  await db.query('INSERT INTO tries VALUES (0)');
  await db.query(`CREATE TRIGGER one_conflict BEFORE UPDATE ON ${table} FOR EACH ROW BEGIN
    UPDATE tries SET n = n + 1;
    IF (SELECT n FROM tries) = 1 THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END IF;
  END`);
  return async () => {
    const [row] = await db.query<{ n: number }>('SELECT n FROM tries');
    await db.query('DROP TRIGGER one_conflict');
    await db.query('DROP TABLE tries');
    return row?.n ?? 0;
  };
}

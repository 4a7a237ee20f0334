import { test } from 'vitest';

/** Whether this run tests on MariaDB, as globalSetup found, or on MySQL: a test says what it wants of each. */
export const isMariaDb = (process.env.TEST_SERVER_VERSION ?? '').includes('MariaDB');

/** The variable of the isolation level; MariaDB has MySQL's name for it from 11.1 on only. */
export const ISOLATION = isMariaDb ? 'tx_isolation' : 'transaction_isolation';

/** A SELECT that runs for longer than anybody waits, and is stopped with an error on both (a SLEEP is not, on MySQL). */
export const ENDLESS = `COUNT(*) FROM information_schema.COLLATIONS a, information_schema.COLLATIONS b,
  information_schema.COLLATIONS c, information_schema.COLLATIONS d, information_schema.COLLATIONS e`;

/** A test of what only this brand has; the name says so, and a run on the other does not have the test. */
export function testOn(brand: 'MariaDB' | 'MySQL', name: string, work: () => Promise<void>): void {
  if (isMariaDb === (brand === 'MariaDB')) test(`${name} (${brand} only)`, work);
}

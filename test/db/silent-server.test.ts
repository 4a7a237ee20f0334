import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DatabaseWire } from '../../scripts/lib/database-wire.mjs';
import { boundedDriver } from '../../src/database/connection-pool.js';
import { Database, DatabaseUnavailableError, dataSourceOptions } from '../../src/database/index.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';

/** So long a server may say nothing to a statement. */
const SILENCE_MS = 1000;

let db: TestDatabase;
let wire: DatabaseWire;
let dataSource: DataSource;
let database: Database;

beforeAll(async () => {
  db = await createTestDatabase('silent_server');
  wire = await DatabaseWire.open(db.url);
  const far = await openTestDatabase(wire.url, { DB_POOL_SIZE: '1' });
  await far.close();
  const { config } = far;
  dataSource = new DataSource(
    Object.assign(dataSourceOptions(config), { driver: boundedDriver(config, SILENCE_MS) }),
  );
  await dataSource.initialize();
  database = new Database(dataSource, config);
});

afterAll(async () => {
  await dataSource.destroy();
  await wire.close();
  await db.close();
});

/** The socket of the only connection; it says `timeout` when nothing was said for so long. */
async function socketOfPool(): Promise<Socket> {
  const runner = dataSource.createQueryRunner();
  const socket: unknown = Reflect.get((await runner.connect()) as object, 'stream');
  await runner.release();
  if (socket instanceof Socket) return socket;
  throw new Error('the connection has no socket');
}

const connectionId = async (): Promise<unknown> =>
  (await database.query<{ id: number }>('SELECT CONNECTION_ID() AS id'))[0]?.id;

/** In how many seconds the kernel asks the other end whether it is there; undefined when it does not. */
function keepAliveIn({ localPort = 0 }: Socket): number | undefined {
  const port = localPort.toString(16).toUpperCase().padStart(4, '0');
  // Columns: number, own address, far address, state, queues, then the timer (02 is that of keep-alive) and its 1/100 s.
  const [line] = readFileSync('/proc/net/tcp', 'utf8').match(` *\\d+: \\w+:${port} .*`) ?? [];
  const [timer, left = ''] = line?.trim().split(/\s+/)[5]?.split(':') ?? [];
  return timer === '02' ? parseInt(left, 16) / 100 : undefined;
}

test('a connection that rests says every half minute that it is there, so that no firewall forgets it', async () => {
  await connectionId();
  const socket = await socketOfPool();
  // Until the other end has confirmed the last byte the kernel has another timer there.
  const seconds = await vi.waitUntil(() => keepAliveIn(socket), { timeout: 10_000 });
  expect(seconds).toBeLessThanOrEqual(30);
});

test('a connection that has nothing to do stays, in the pool and in a transaction', async () => {
  const before = await connectionId();
  const socket = await socketOfPool();
  await once(socket, 'timeout');
  await database.inTransaction(async (tx) => {
    await tx.query('SELECT 1');
    await once(socket, 'timeout');
    await tx.query('SELECT 1');
  });
  expect(await connectionId()).toBe(before);
});

test('a server that fell silent while nobody asked is noticed by the first statement, and given up', async () => {
  const before = await connectionId();
  const socket = await socketOfPool();
  await once(socket, 'timeout');
  wire.intercept = () => true;
  await expect(database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
  expect(socket.destroyed).toBe(true);
  wire.intercept = undefined;
  expect(await connectionId()).not.toBe(before);
});

test('a statement that the server answers late, but in time, is waited for after a rest', async () => {
  await once(await socketOfPool(), 'timeout');
  expect(await database.query('SELECT SLEEP(0.3) AS slept')).toEqual([{ slept: 0 }]);
});

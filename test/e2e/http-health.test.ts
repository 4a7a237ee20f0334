import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseModule } from '../../src/database/index.js';
import { HealthModule, MetricsService, ShutdownState } from '../../src/health/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

/** A cable to the database that can be cut, and that can fall silent. */
class Cable {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isSilent = false;

  constructor(private readonly target: URL) {
    this.server = createServer((client) => {
      this.join(client, this.connectDatabase());
    });
  }

  async open(port = 0): Promise<URL> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    const url = new URL(this.target);
    url.searchParams.delete('socketPath');
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url;
  }

  async cut(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  silence(isSilent: boolean): void {
    this.isSilent = isSilent;
    for (const socket of this.sockets)
      if (isSilent) socket.pause();
      else socket.resume();
  }

  private connectDatabase(): Socket {
    const path = this.target.searchParams.get('socketPath');
    if (path !== null) return connect(path);
    return connect(Number(this.target.port || 3306), this.target.hostname);
  }

  private join(client: Socket, database: Socket): void {
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (data) => to.write(data));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
      if (this.isSilent) from.pause();
    }
  }
}

let db: TestDatabase;
let cable: Cable;
let address: URL;
let edge: EdgeApp;

beforeAll(async () => {
  db = await createTestDatabase('http_health');
  cable = new Cable(new URL(db.url));
  address = await cable.open();
  edge = await createEdgeApp(
    { imports: [DatabaseModule, HealthModule] },
    { DATABASE_URL: address.href },
    (app) => app.use(app.get(MetricsService).measure),
  );
});

afterAll(async () => {
  await edge.app.close();
  await cable.cut();
  await db.close();
});

async function get(path: string) {
  const answer = await fetch(edge.origin + path);
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

describe('/health/ready', () => {
  it('says ok when the database answers and every migration has run', async () => {
    expect(await get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { database: 'ok', migrations: 'ok', inventory: 'ok' } },
    });
  });

  it('names the migrations when one has not run, or none at all', async () => {
    await db.query('RENAME TABLE lockstep_migrations TO lockstep_migrations_away');
    const none = await get('/health/ready');
    await db.query('CREATE TABLE lockstep_migrations LIKE lockstep_migrations_away');
    const some = await get('/health/ready');
    await db.query('DROP TABLE lockstep_migrations');
    await db.query('RENAME TABLE lockstep_migrations_away TO lockstep_migrations');
    for (const { status, body, headers } of [none, some]) {
      expect(status).toBe(503);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(headers.get('retry-after')).toBe('1');
      expect(body).toMatchObject({ code: 'not_ready', detail: 'Not ready: migrations.' });
    }
  });

  it('names a database that cannot be reached, and recovers by itself', async () => {
    await cable.cut();
    expect(await get('/health/ready')).toMatchObject({
      status: 503,
      body: { code: 'not_ready', checks: { database: 'It cannot be reached.' } },
    });
    expect((await get('/health/live')).status).toBe(200);
    cable = new Cable(new URL(db.url));
    await cable.open(Number(address.port));
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('does not wait for a database that is silent', async () => {
    cable.silence(true);
    const start = performance.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => get('/health/ready')));
    expect(performance.now() - start).toBeLessThan(4000);
    for (const { body } of answers) {
      expect(body).toMatchObject({ checks: { database: 'It did not answer in time.' } });
    }
    cable.silence(false);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('refuses while the process is stopping, when it still lives', async () => {
    const state = edge.app.get(ShutdownState, { strict: false });
    state.isShuttingDown = true;
    const { status, body } = await get('/health/ready');
    state.isShuttingDown = false;
    expect([status, body]).toMatchObject([503, { detail: 'Not ready: shutdown.' }]);
  });
});

describe('/metrics', () => {
  const scrape = async () => (await fetch(`${edge.origin}/metrics`)).text();

  it('counts requests by the template of their route, whatever paths are asked for', async () => {
    const before = seriesOf(await scrape());
    for (const path of ['/health/live', '/nothing/1', '/nothing/2', '/x?y=z']) await get(path);
    const text = await scrape();
    expect(text).toMatch(/_count\{method="GET",route="\/health\/live",status="200"\} \d+/);
    expect(text).toMatch(/_count\{method="GET",route="none",status="404"\} 3/);
    expect(text).not.toContain('nothing');
    expect(seriesOf(text).length - before.length).toBeLessThanOrEqual(3);
  });

  it('is in the text format of Prometheus, with the process and the locks', async () => {
    const answer = await fetch(`${edge.origin}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toMatch(/^lockstep_lock_timeouts_total 0$/m);
    expect(text).toMatch(/^lockstep_conflict_retries_total 0$/m);
  });

  const seriesOf = (text: string) => text.match(/^http_request_duration_seconds_count.*$/gm) ?? [];
});

import { connect } from 'node:net';
import { Controller, Get, Logger, Post, Req } from '@nestjs/common';
import type { Request, Response } from 'express';
import { afterAll, describe, expect, it } from 'vitest';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

const SESSION_KEY = 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6';

@Controller()
class EdgeController {
  private readonly logger = new Logger('Edge');

  @Get('api/hello')
  hello() {
    return { hello: 'there' };
  }

  @Get('api/sessions/:key')
  session() {
    return {};
  }

  @Get('api/address')
  address(@Req() request: Request) {
    return { address: request.ip };
  }

  @Post('api/careless')
  careless(@Req() request: Request) {
    this.logger.warn({ headers: request.headers, body: request.body as unknown });
    const error = new Error(`Duplicate entry '${SESSION_KEY}'`);
    throw Object.assign(error, { sql: "UPDATE auth_user SET password='pbkdf2_sha256$1$x$y'" });
  }

  @Get('health/live')
  live() {
    return {};
  }
}

const edges: EdgeApp[] = [];

async function start(env: Record<string, string> = {}): Promise<EdgeApp> {
  const edge = await createEdgeApp(
    { controllers: [EdgeController] },
    { LOG_LEVEL: 'info', ...env },
  );
  edges.push(edge);
  return edge;
}

/** Closing waits for the connections, so every line of every request is written when this resolves. */
async function stop(edge: EdgeApp): Promise<void> {
  await edge.app.close();
  edges.splice(edges.indexOf(edge), 1);
}

afterAll(async () => {
  await Promise.all(edges.map(({ app }) => app.close()));
});

it('requests and answers are of Express before it sees them, so that it changes no prototype', async () => {
  const edge = await start();
  const methods: string[] = [];
  const listen = (request: Request, response: Response): void => {
    methods.push(typeof request.get, typeof response.vary);
  };
  edge.app.getHttpServer().prependListener('request', listen);
  await fetch(`${edge.origin}/api/hello`);
  expect(methods).toEqual(['function', 'function']);
});

describe('the id of a request', () => {
  it("is the caller's own when it is sane, and stands in the log", async () => {
    const edge = await start();
    const headers = { 'X-Request-Id': 'trace:1234-abc' };
    const answer = await fetch(`${edge.origin}/api/hello`, { headers });
    expect(answer.headers.get('x-request-id')).toBe('trace:1234-abc');
    await stop(edge);
    expect(edge.lines.find(({ msg }) => msg === 'request')).toMatchObject({
      level: 'info',
      request_id: 'trace:1234-abc',
      method: 'GET',
      path: '/api/hello',
      route: '/api/hello',
      status: 200,
    });
  });

  it.each(['', 'a b', '{"a":1}', 'x'.repeat(65), '\u00e9'])(
    'is made here instead of %j',
    async (id) => {
      const edge = await start();
      const answer = await fetch(`${edge.origin}/api/hello`, { headers: { 'X-Request-Id': id } });
      expect(answer.headers.get('x-request-id')).toMatch(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      );
    },
  );

  it('stands in every line that the request caused', async () => {
    const edge = await start();
    await fetch(`${edge.origin}/api/careless`, {
      method: 'POST',
      headers: { 'X-Request-Id': 'one-id' },
    });
    await stop(edge);
    const caused = edge.lines.filter(({ request_id }) => request_id === 'one-id');
    expect(caused.map(({ context, msg }) => [context, msg])).toEqual([
      ['Edge', undefined],
      ['ProblemFilter', 'POST /api/careless: internal_error'],
      [undefined, 'request'],
    ]);
  });
});

describe('the log', () => {
  it('holds no cookie, token, password, statement or session key', async () => {
    const edge = await start();
    await fetch(`${edge.origin}/api/careless?token=query-secret`, {
      method: 'POST',
      body: JSON.stringify({
        username: 'root',
        old_password: 'hunter2',
        deep: { secret: 'hunter3' },
      }),
      headers: {
        'Content-Type': 'application/json',
        Cookie: `sessionid=${SESSION_KEY}; csrftoken=cookie-secret`,
        Authorization: 'Token token-secret',
        'X-CSRFToken': 'csrf-secret',
      },
    });
    await fetch(`${edge.origin}/api/sessions/${SESSION_KEY}`);
    await fetch(`${edge.origin}/API/Sessions/short-key?x=${SESSION_KEY}`);
    await stop(edge);
    const text = edge.logged();
    expect(text).toContain('"username":"root"');
    expect(text).toContain('/api/sessions/q1w2…');
    for (const secret of [SESSION_KEY, 'hunter', '-secret', 'pbkdf2', 'short-key']) {
      expect(text).not.toContain(secret);
    }
  });

  it('cannot be given a line by a caller', async () => {
    const edge = await start();
    await fetch(`${edge.origin}/api/%0a%7B%22level%22:%22fatal%22%7D%0d%1b[31m`, {
      headers: { 'User-Agent': 'x' },
    });
    await stop(edge);
    expect(edge.lines.filter(({ level }) => level === 'fatal')).toEqual([]);
    expect(edge.logged().trimEnd().split('\n')).toHaveLength(edge.lines.length);
  });

  it('is spared the probes, unless somebody debugs', async () => {
    for (const [level, expected] of [
      ['info', 0],
      ['debug', 1],
    ] as const) {
      const edge = await start({ LOG_LEVEL: level });
      await fetch(`${edge.origin}/health/live`);
      await stop(edge);
      expect(edge.lines.filter(({ path }) => path === '/health/live')).toHaveLength(expected);
    }
  });

  it('is silent in tests', async () => {
    const edge = await start({ LOG_LEVEL: '' });
    await fetch(`${edge.origin}/api/careless`, { method: 'POST' });
    await stop(edge);
    expect(edge.logged()).toBe('');
  });
});

describe('the address of a caller', () => {
  const headers = { 'X-Forwarded-For': '203.0.113.7' };

  it('is that of the connection unless a proxy is trusted', async () => {
    const edge = await start();
    const answer = await fetch(`${edge.origin}/api/address`, { headers });
    expect(await answer.json()).toEqual({ address: '127.0.0.1' });
  });

  it('is the forwarded one behind a trusted proxy', async () => {
    const edge = await start({ TRUST_PROXY: 'loopback' });
    const answer = await fetch(`${edge.origin}/api/address`, { headers });
    expect(await answer.json()).toEqual({ address: '203.0.113.7' });
  });
});

it('hangs up on a head that arrives too slowly, soon after its time is over', async () => {
  const edge = await start();
  edge.app.getHttpServer().headersTimeout = 500;
  const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
  socket.write('GET /api/hello HTTP/1.1\r\nX-Slow: ');
  const chunks = (await socket.setEncoding('utf8').toArray()) as string[];
  expect(chunks.join('')).toContain('HTTP/1.1 408 Request Timeout');
}, 20_000);

describe('the rate limit', () => {
  it('is not there by default', async () => {
    const edge = await start();
    const answer = await fetch(`${edge.origin}/api/hello`);
    expect(answer.headers.has('ratelimit-limit')).toBe(false);
  });

  it('counts down, refuses with 429 and says when to come back', async () => {
    const edge = await start({ RATE_LIMIT: '2' });
    const answers = [];
    for (let call = 0; call < 3; call++) answers.push(await fetch(`${edge.origin}/api/hello`));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map((answer) => answer.headers.get('ratelimit-remaining'))).toEqual([
      '1',
      '0',
      '0',
    ]);
    const refused = answers[2];
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused?.json()).toMatchObject({ code: 'rate_limited' });
  });

  it('is met by made-up session cookies all the same', async () => {
    const edge = await start({ RATE_LIMIT: '1' });
    await fetch(`${edge.origin}/api/hello`, { headers: { Cookie: 'sessionid=made-up-1' } });
    const second = { headers: { Cookie: 'sessionid=made-up-2' } };
    expect((await fetch(`${edge.origin}/api/hello`, second)).status).toBe(429);
  });

  it('tells callers behind a trusted proxy apart', async () => {
    const edge = await start({ RATE_LIMIT: '1', TRUST_PROXY: 'loopback' });
    for (const address of ['203.0.113.7', '203.0.113.8']) {
      const headers = { 'X-Forwarded-For': address };
      expect((await fetch(`${edge.origin}/api/hello`, { headers })).status).toBe(200);
    }
  });
});

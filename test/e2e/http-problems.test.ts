import { connect } from 'node:net';
import { Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import session from 'express-session';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DomainError } from '../../src/domain-error.js';
import { idParam, pagination } from '../../src/http/index.js';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

class RowLocked extends DomainError {
  readonly code = 'row_locked';
}

class Unlisted extends DomainError {
  readonly code = 'nobody_listed_this';
}

@Controller('api/things')
class ThingsController {
  @Post()
  create() {
    return {};
  }

  @Get()
  list(@Query({ schema: z.strictObject(pagination) }) query: { limit: number }) {
    return query;
  }

  @Get('locked')
  locked() {
    throw new RowLocked('The row is held.', { retry_after: 1.2 });
  }

  @Get('broken')
  broken() {
    throw new Error('connect to mysql://root:hunter2@db failed');
  }

  @Get('unlisted')
  unlisted() {
    throw new Unlisted('inside story', { inside: 'story' });
  }

  @Get('half')
  half(@Res() response: Response) {
    response.write('half an ans');
    throw new Error('too late');
  }

  @Get('begun')
  async begun(@Res() response: Response) {
    response.write('an answer that goes on ');
    await vi.waitUntil(() => edge.lines.some(({ msg }) => msg === 'request refused by the parser'));
    response.end('to its end');
  }

  @Get(':id')
  read(@Param('id', { schema: idParam }) id: number) {
    return { id };
  }

  @Patch(':id')
  change() {
    return {};
  }
}

// vitest's matchers are typed `any`.
const ownStack: unknown = expect.stringContaining('http-problems.test.ts');

/** Sends a cookie with every answer, unless somebody takes the session off the request. */
const eagerSession = session({ secret: 'x', resave: true, saveUninitialized: true });

let edge: EdgeApp;

beforeAll(async () => {
  edge = await createEdgeApp({ controllers: [ThingsController] }, { LOG_LEVEL: 'info' }, (app) =>
    app.use('/api/things', eagerSession),
  );
});

afterAll(async () => {
  await edge.app.close();
});

async function call(path: string, init?: RequestInit) {
  const answer = await fetch(edge.origin + path, init);
  const body = (await answer.json()) as Record<string, unknown>;
  return { answer, body, type: answer.headers.get('content-type') };
}

describe('a problem document', () => {
  it('has the members of RFC 9457, a code and the id of the request', async () => {
    const { answer, body, type } = await call('/api/nothing', {
      headers: { 'X-Request-Id': 'my-id.1' },
    });
    expect(answer.status).toBe(404);
    expect(type).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: '/api/docs/problems#not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such path.',
      code: 'not_found',
      request_id: 'my-id.1',
    });
  });

  it('answers paths outside of /api and paths that cannot be decoded', async () => {
    expect((await call('/elsewhere')).body).toMatchObject({ code: 'not_found' });
    expect((await call('/api/things/%E0')).body).toMatchObject({ code: 'malformed_uri' });
    expect((await call('/%E0%A4%A')).body).toMatchObject({ status: 404 });
  });

  it('names the allowed methods of a known path', async () => {
    const { answer, body } = await call('/api/things/1', { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, PATCH');
    expect(body).toMatchObject({ code: 'method_not_allowed', allowed: ['GET', 'PATCH'] });
  });

  it('maps the errors of services by their code, with Retry-After', async () => {
    const { answer, body } = await call('/api/things/locked');
    expect(answer.status).toBe(423);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(body).toMatchObject({
      code: 'row_locked',
      detail: 'The row is held.',
      retry_after: 1.2,
    });
  });

  it('tells nothing of an unknown error, and logs it with its stack', async () => {
    const { answer, body } = await call('/api/things/broken');
    expect(answer.status).toBe(500);
    expect(body).toMatchObject({ code: 'internal_error', title: 'Internal error' });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|mysql|stack|\.ts/);
    const line = edge.lines.find((entry) => entry.request_id === body.request_id && entry.err);
    expect(line).toMatchObject({
      level: 'error',
      msg: 'GET /api/things/broken: internal_error',
      err: { type: 'Error', stack: ownStack },
    });
  });

  it('of a 5xx writes no session and sends no cookie, that of a 4xx does', async () => {
    const broken = await call('/api/things/broken');
    expect(broken.answer.headers.has('set-cookie')).toBe(false);
    const locked = await call('/api/things/locked');
    expect(locked.answer.headers.get('set-cookie')).toContain('connect.sid');
  });

  it('hides a service error whose code is in no table', async () => {
    const { answer, body } = await call('/api/things/unlisted');
    expect(answer.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('story');
  });

  it('breaks the connection when half of the answer is gone already', async () => {
    const answer = await fetch(`${edge.origin}/api/things/half`);
    await expect(answer.text()).rejects.toThrow();
  });
});

describe('a path or query', () => {
  it('is converted by its schema', async () => {
    expect((await call('/api/things/12')).body).toEqual({ id: 12 });
    expect((await call('/api/things')).body).toEqual({ limit: 50 });
    expect((await call('/api/things?limit=500')).body).toEqual({ limit: 500 });
  });

  it.each(['x', '0', '-1', '1e3', '2147483648', '99999999999999999999'])(
    'refuses the id %s',
    async (id) => {
      expect((await call(`/api/things/${id}`)).body).toMatchObject({ code: 'validation_failed' });
    },
  );

  it.each([
    'limit=0',
    'limit=501',
    'limit=1&limit=2',
    'color=red',
    '__proto__=1',
    'cursor=1&cursor=2',
  ])('refuses the query %s', async (query) => {
    expect((await call(`/api/things?${query}`)).body).toMatchObject({ code: 'validation_failed' });
  });
});

describe('what the parser of HTTP refuses', () => {
  /** All that comes back for these bytes until the connection is closed. */
  async function answerTo(text: string): Promise<string> {
    const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
    socket.write(text);
    const chunks: unknown[] = await socket.setEncoding('utf8').toArray();
    return chunks.join('');
  }

  const head = 'GET /api/things HTTP/1.1\r\nHost: a\r\n';

  it.each([
    ['bytes that are no HTTP at all', 400, 'bad_request', '\x16\x03\x01 nonsense\r\n\r\n'],
    ['two lengths', 400, 'bad_request', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`],
    ['large headers', 431, 'headers_too_large', `${head}Cookie: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['an expectation', 417, 'expectation_failed', `${head}Expect: a-miracle\r\n\r\n`],
  ])('is a problem document and a line in the log: %s', async (_, status, code, text) => {
    const [top = '', body = ''] = (await answerTo(text)).split('\r\n\r\n');
    expect(top).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    expect(top).toContain('Content-Type: application/problem+json');
    const problem = JSON.parse(body) as { request_id: string };
    expect(problem).toMatchObject({ status, code, type: `/api/docs/problems#${code}` });
    const { request_id } = problem;
    expect(edge.lines).toContainEqual(expect.objectContaining({ request_id, status, code }));
  });

  it('is not told in the middle of an answer, which goes on', async () => {
    edge.lines.length = 0;
    const text = await answerTo(
      'GET /api/things/begun HTTP/1.1\r\nHost: a\r\n\r\n\x16\x03 nonsense\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).toContain('an answer that goes on ');
    expect(text).toContain('to its end');
    expect(text).not.toContain('HTTP/1.1 400');
  });
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

// Several requests sent on one connection without waiting for answers.
const started: string[] = [];
const gates = new Map<string, () => void>();

@Controller('api')
class GateController {
  /** Answers when the test opens the gate of this name. */
  @Get('gates/:name')
  async wait(@Param('name') name: string) {
    started.push(name);
    await new Promise<void>((open) => gates.set(name, open));
    return { name };
  }

  @Get('hello')
  hello() {
    started.push('hello');
    return {};
  }

  @Post('bodies')
  take() {
    return {};
  }
}

let edge: EdgeApp;
let client: Socket;
/** The server's end of the client's connection. */
let socket: Socket;
let received = '';

beforeAll(async () => {
  edge = await createEdgeApp({ controllers: [GateController] }, { LOG_LEVEL: 'info' });
});

beforeEach(async () => {
  started.length = 0;
  received = '';
  const connected = once(edge.app.getHttpServer(), 'connection');
  client = connect(Number(new URL(edge.origin).port), '127.0.0.1');
  client.on('data', (piece) => (received += String(piece)));
  client.on('error', () => undefined);
  [socket] = (await connected) as [Socket];
});

afterAll(() => edge.app.close());

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000 });

const open = (name: string) => gates.get(name)?.();

async function otherRequests(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await fetch(`${edge.origin}/api/hello`);
}

test('are worked on one after another, and answered in their order', async () => {
  client.write(['a', 'b', 'c'].map((name) => get(`/api/gates/${name}`)).join(''));
  for (const [n, name] of ['a', 'b', 'c'].entries()) {
    await until(() => started.length > n);
    await otherRequests(1);
    expect(started.filter((one) => one !== 'hello')).toEqual(['a', 'b', 'c'].slice(0, n + 1));
    open(name);
  }
  await until(() => received.includes('"c"'));
  expect(received.match(/"name":"."/g)).toEqual(['"name":"a"', '"name":"b"', '"name":"c"']);
  client.destroy();
});

test('that which runs learns of it when the connection breaks, and those that wait are never begun', async () => {
  const logged = () => edge.lines.filter(({ path }) => String(path).startsWith('/api/gates/cut'));
  client.write(Array.from({ length: 9 }, (_, n) => get(`/api/gates/cut-${n}`)).join(''));
  await until(() => started.length === 1);
  client.destroy();
  await until(() => logged().length > 0);
  open('cut-0');
  await otherRequests(1);
  expect(logged()).toMatchObject([{ path: '/api/gates/cut-0', aborted: true }]);
  expect(started).toEqual(['cut-0', 'hello']);
});

test('a connection goes on after answers that came at once', async () => {
  client.write(get('/nothing') + get('/api/docs/problems') + get('/api/hello'));
  await until(() => started.length === 1);
  client.write(get('/api/hello'));
  await until(() => started.length === 2);
  client.destroy();
});

test('a body that arrives too late ends the connection, but not before the answer that it waits behind', async () => {
  const server = edge.app.getHttpServer();
  const { headersTimeout, requestTimeout } = server;
  Object.assign(server, { headersTimeout: 500, requestTimeout: 500 });
  const late = 'POST /api/bodies HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx';
  client.write(get('/api/gates/before') + late);
  await until(() => edge.lines.some(({ code }) => code === 'request_timeout'));
  const ended = once(client, 'end');
  open('before');
  await ended;
  Object.assign(server, { headersTimeout, requestTimeout });
  expect(received).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(received.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test('a thousand may wait; one more closes the connection, and costs nobody else anything', async () => {
  client.write(get('/api/gates/first') + get('/api/hello').repeat(1000));
  await until(() => started.length === 1);
  open('first');
  await until(() => started.length === 1001);
  client.write(get('/api/gates/second') + get('/api/hello').repeat(1001));
  await once(client, 'close');
  await otherRequests(1);
  expect(started.slice(1001)).toEqual(['second', 'hello']);
});

test('bodies behind a request that runs are not taken into memory', async () => {
  const body = `POST /api/bodies HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n${' '.repeat(50_000)}`;
  client.write(get('/api/gates/long') + body.repeat(200));
  await until(() => started.length === 1);
  await otherRequests(100);
  expect(socket.bytesRead).toBeLessThan(1_500_000);
  client.destroy();
  open('long');
});

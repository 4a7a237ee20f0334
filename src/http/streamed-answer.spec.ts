import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Response } from 'express';
import { afterEach, expect, it } from 'vitest';
import { streamedAnswer } from './streamed-answer.js';

const STALLED_MS = 500;

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface Sending {
  readonly response: Response;
  readonly received: IncomingMessage;
}

/** Both ends of an answer that is being sent. */
async function send(make: (response: Response) => AsyncIterable<string>): Promise<Sending> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const call = get({ port }).on('error', () => undefined);
  const [, response] = (await once(server, 'request')) as [IncomingMessage, Response];
  const options = { type: 'text/plain', stalledMs: STALLED_MS };
  const answer = await streamedAnswer(response, options, () => make(response));
  answer.getStream().pipe(response);
  const [received] = (await once(call, 'response')) as [IncomingMessage];
  return { response, received };
}

async function* forEver(): AsyncGenerator<string> {
  for (;;) yield await Promise.resolve('x'.repeat(100_000));
}

it('cuts a caller off who takes nothing', async () => {
  const { response } = await send(forEver);
  await once(response, 'close');
  expect(response.writableFinished).toBe(false);
});

it('waits for what is long in the making: that the caller has nothing to take is not his fault', async () => {
  const { received } = await send(async function* (response) {
    yield 'begin';
    await once(response, 'timeout');
    yield ', end';
  });
  expect((await received.setEncoding('utf8').toArray()).join('')).toBe('begin, end');
});

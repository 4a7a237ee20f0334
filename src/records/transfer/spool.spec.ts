import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Spool } from './spool.js';

interface Upload {
  readonly spool: Spool;
  readonly response: ServerResponse;
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A body that is kept while its caller waits for an answer. */
async function upload(body: string): Promise<Upload> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  request({ port, method: 'POST' })
    .on('error', () => undefined)
    .end(body);
  const [incoming, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
  return { spool: await Spool.of(incoming), response };
}

const codeOf = ({ code }: NodeJS.ErrnoException): string | undefined => code;

async function textOf(spool: Spool): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of spool.open()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('gives the body as often as it is asked for, until the answer is over', async () => {
  const { spool, response } = await upload('a,b');
  spool.closeAfter(response);
  expect([await textOf(spool), await textOf(spool)]).toEqual(['a,b', 'a,b']);
  response.end();
  await expect.poll(() => textOf(spool).catch(codeOf), { timeout: 10_000 }).toBe('EBADF');
});

it('gives its file up also when the caller was gone before', async () => {
  const { spool, response } = await upload('a,b');
  response.destroy();
  await once(response, 'close');
  spool.closeAfter(response);
  await expect.poll(() => textOf(spool).catch(codeOf), { timeout: 10_000 }).toBe('EBADF');
});

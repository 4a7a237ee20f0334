import { EventEmitter, once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ShutdownState, stopOnSignals } from '../../src/health/index.js';

/** A handshake with the one slow request: the handler says when it runs, the test says when it may end. */
const handshake = new EventEmitter();

@Controller()
class SlowController {
  @Get('quick')
  quick() {
    return 'quick';
  }

  @Get('slow')
  async slow() {
    setImmediate(() => handshake.emit('running'));
    await once(handshake, 'finish');
    return 'finished';
  }
}

@Module({ controllers: [SlowController], providers: [ShutdownState] })
class SlowModule {}

let app: NestExpressApplication;
let signals: EventEmitter;
let exits: EventEmitter;
let agent: Agent;

beforeEach(async () => {
  app = await NestFactory.create<NestExpressApplication>(SlowModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  [signals, exits] = [new EventEmitter(), new EventEmitter()];
  agent = new Agent({ keepAlive: true });
});

afterEach(() => {
  agent.destroy();
});

const stopWith = (grace: number) => {
  stopOnSignals(app, { signals, grace, exit: (status) => exits.emit('exit', status) });
};

async function request(path: string): Promise<IncomingMessage> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const [response] = (await once(get({ port, path, agent }), 'response')) as [IncomingMessage];
  return response;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks = await response.setEncoding('utf8').toArray();
  return chunks.join('');
}

describe('on SIGTERM', () => {
  it('lets a running request finish, accepts no other, and exits with 0', async () => {
    stopWith(6000);
    app.getHttpServer().keepAliveTimeout = 60_000;
    await textOf(await request('/quick'));
    const slow = request('/slow');
    await once(handshake, 'running');
    const exit = once(exits, 'exit');
    signals.emit('SIGTERM');
    expect(app.get(ShutdownState).isShuttingDown).toBe(true);
    expect(app.getHttpServer().listening).toBe(false);
    handshake.emit('finish');
    expect(await textOf(await slow)).toBe('finished');
    const answered = performance.now();
    expect(await exit).toEqual([0]);
    // The connection of that request would stay open for a minute if nobody closed it.
    expect(performance.now() - answered).toBeLessThan(3000);
  });

  it('closes a connection on which nobody ever said a word', async () => {
    stopWith(600_000);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const accepted = once(app.getHttpServer(), 'connection');
    const silent = connect(port, '127.0.0.1');
    await accepted;
    const exit = once(exits, 'exit');
    signals.emit('SIGTERM');
    await once(silent, 'close');
    expect(await exit).toEqual([0]);
  });

  it('does not wait for ever', async () => {
    stopWith(1);
    const slow = request('/slow');
    const refused = expect(slow).rejects.toThrow('socket hang up');
    await once(handshake, 'running');
    const exit = once(exits, 'exit');
    signals.emit('SIGTERM');
    await refused;
    expect(await exit).toEqual([0]);
    handshake.emit('finish');
  });
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('exits at once on a second signal (%s)', async (signal, status) => {
  stopWith(60_000);
  const slow = request('/slow');
  await once(handshake, 'running');
  signals.emit('SIGINT');
  const exit = once(exits, 'exit');
  signals.emit(signal);
  expect(await exit).toEqual([status]);
  const last = once(exits, 'exit');
  handshake.emit('finish');
  await textOf(await slow);
  await last;
});

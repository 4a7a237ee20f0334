import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { constants } from 'node:os';
import type { INestApplication } from '@nestjs/common';
import { ShutdownState } from './shutdown-state.js';

/** Running requests may take this long to finish: longer than the default lock wait, shorter than Docker's or systemd's patience. */
const GRACE = 10_000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The process, or a stand-in. */
interface Surroundings {
  readonly signals: Pick<EventEmitter, 'on'>;
  readonly exit: (status: number) => void;
  readonly grace: number;
}

/**
 * On SIGTERM or SIGINT: readiness turns 503, no new connection is accepted, idle ones close, running requests finish,
 * then the modules close and the process exits with 0. A second signal exits at once.
 */
export function stopOnSignals(app: INestApplication<Server>, given?: Partial<Surroundings>): void {
  const { signals, exit, grace } = { signals: process, exit: exitProcess, grace: GRACE, ...given };
  const state = app.get(ShutdownState, { strict: false });
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      if (state.isShuttingDown) {
        exit(128 + constants.signals[signal]);
        return;
      }
      state.isShuttingDown = true;
      void stop(app, grace).then(exit);
    });
  }
}

const exitProcess = (status: number): void => {
  process.exit(status);
};

/** @returns the exit status */
async function stop(app: INestApplication<Server>, grace: number): Promise<number> {
  try {
    await drain(app.getHttpServer(), grace);
    await app.close();
    return 0;
  } catch (error) {
    process.stderr.write(`The shutdown failed: ${String(error)}\n`);
    return 1;
  }
}

/** Resolves when the last connection is closed; what still runs after `grace` is cut off. */
async function drain(server: Server, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // A connection that was busy at close() is idle after its answer, and would stay so until its keep-alive ends.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, grace);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

import { expect, it } from 'vitest';
import { createLogger, PinoLoggerService } from './logger.js';

/** The line that Nest's logger writes when it is called so. */
function lineOf(...call: Parameters<PinoLoggerService['error']>): Record<string, unknown> {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'info' }, { write: (line) => lines.push(line) });
  new PinoLoggerService(logger).error(...call);
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

const error = new TypeError('refused');
const err = { type: 'TypeError', message: 'refused' };

// `new Logger('ExceptionHandler').error(error)`: Nest puts the missing stack before the context.
it('says what an error says that comes without a stack', () => {
  expect(lineOf(error, undefined, 'ExceptionHandler')).toMatchObject({
    context: 'ExceptionHandler',
    err,
    msg: 'refused',
  });
});

// `Logger.error(error, error.stack)`: how Nest tells of hooks that fail at a shutdown.
it('takes the stack of an error for no context', () => {
  const line = lineOf(error, error.stack);
  expect(line).toMatchObject({ err, msg: 'refused' });
  expect(line).not.toHaveProperty('context');
});

it('keeps what is said beside a message', () => {
  expect(lineOf('no connection', 'at x', 'TypeOrmModule')).toMatchObject({
    context: 'TypeOrmModule',
    more: 'at x',
    msg: 'no connection',
  });
  expect(lineOf(error, 'while closing', 'Pool')).toMatchObject({ err, msg: 'while closing' });
  expect(lineOf({ format: 'signed' }, 'corrupted', 'Sessions')).toMatchObject({
    context: 'Sessions',
    format: 'signed',
    msg: 'corrupted',
  });
});

import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from '../config/index.js';
import { censored } from './censor.js';
import { loggedError } from './logged-error.js';
import { currentRequestId } from './request-id.js';

/** One JSON object a line on standard output, without secrets, with the id of the request that caused it. */
export function createLogger(
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: DestinationStream = bufferedOutput(),
): Logger {
  return pino(
    {
      level: logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: censored },
      serializers: { err: loggedError },
      mixin: requestFields,
    },
    destination,
  );
}

/**
 * Standard output, in pieces: a write for each line costs more than the line. What is buffered goes out after a tenth of
 * a second and when the process exits; only a SIGKILL takes it along.
 */
function bufferedOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 100 });
}

function requestFields(): object {
  const request_id = currentRequestId();
  return request_id === undefined ? {} : { request_id };
}

/** Contexts in which Nest tells each module and route at every start. */
const STARTUP = new Set<unknown>([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest's own lines, and those of `new Logger(context)`, through pino. */
export class PinoLoggerService implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(STARTUP.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest logs and throws when it cannot listen; whoever starts the program explains what was thrown. */
  error(message: unknown, ...rest: unknown[]): void {
    this.write(rest.at(-1) === 'NestApplication' ? 'debug' : 'error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /**
   * Nest appends the context, a text, as the last argument; before it come a stack or more messages. Of an error it gives
   * the stack a second time, without a context where it shuts down; and undefined where it has neither.
   */
  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    const stack = message instanceof Error ? message.stack : undefined;
    const given = rest.filter((value) => value !== undefined && value !== stack);
    const context = given.at(-1);
    const text = given.slice(0, -1).map(String).join(' ');
    if (message instanceof Error) this.logger[level]({ context, err: message }, text || undefined);
    else if (isFields(message)) this.logger[level]({ context, ...message }, text || undefined);
    else this.logger[level]({ context, ...(text && { more: text }) }, String(message));
  }
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

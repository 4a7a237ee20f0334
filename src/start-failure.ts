import { ConfigError } from './config/index.js';
import { DomainError } from './domain-error.js';
import { StartFailure } from './start-failure-error.js';

/** What to do about each code of Node and mysql2 that a start can end with. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is taken by another program. Stop it, or set PORT to a free one.',
  EADDRNOTAVAIL: 'HOST is not an address of this machine. Set it to 127.0.0.1, or to 0.0.0.0.',
  EACCES: 'This user may not open the port. Set PORT to 1024 or more.',
  ECONNREFUSED:
    'Nothing answers at the address of DATABASE_URL. Start the database there, or correct host and port.',
  ENOENT:
    'There is no socket at the path in DATABASE_URL. Start the database, or correct the path.',
  ENOTFOUND: 'The host in DATABASE_URL is not known. Correct it.',
  EAI_AGAIN: 'The host in DATABASE_URL cannot be looked up. Correct it, or check the network.',
  ETIMEDOUT:
    'The host in DATABASE_URL does not answer in time. Correct it, or check network and firewall.',
};

/** One message for the person who started the program; a stack only for a fault of ours. Never holds a value of the environment. */
export function explainStart(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartFailure) return error.message;
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof DomainError && error.cause instanceof Error ? error.cause : error;
  const advice = 'code' in cause && typeof cause.code === 'string' ? ADVICE[cause.code] : undefined;
  if (advice !== undefined) return advice;
  if (error instanceof DomainError) return `${error.message} (${error.code})`;
  return error.stack ?? error.message;
}

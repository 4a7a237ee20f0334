import { ConfigError } from './config/index.js';
import { DomainError } from './domain-error.js';

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
  ER_ACCESS_DENIED_ERROR:
    'The database refuses the user or the password of DATABASE_URL. Correct them; special characters are percent-encoded.',
  ER_DBACCESS_DENIED_ERROR:
    'The user of DATABASE_URL has no rights on that database, or it does not exist. GRANT them, or correct the name.',
  ER_BAD_DB_ERROR:
    'The server has no database of the name in DATABASE_URL. Create it (CREATE DATABASE name CHARACTER SET utf8mb4), or correct the name.',
};

/** One message for the person who started the program; a stack only for a fault of ours. Never holds a value of the environment. */
export function explainStart(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof DomainError && error.cause instanceof Error ? error.cause : error;
  const advice = 'code' in cause && typeof cause.code === 'string' ? ADVICE[cause.code] : undefined;
  if (advice !== undefined) return advice;
  if (error instanceof DomainError) return `${error.message} (${error.code})`;
  return error.stack ?? error.message;
}

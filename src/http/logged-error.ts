import { withoutKeys } from './censor.js';

const LONGEST = 4000;
const DEEPEST_CAUSE = 5;

/**
 * An error for the log: kind, message, stack and causes. The rest stays out: drivers put the statement with its
 * values, password hashes and sessions among them, on their errors.
 */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error))
    return typeof error === 'string' ? withoutKeys(error) : String(error);
  const cause = error.cause ?? ('driverError' in error ? error.driverError : undefined);
  const isFollowed = cause !== undefined && cause !== error && depth < DEEPEST_CAUSE;
  return {
    type: error.name,
    message: bounded(error.message),
    stack: bounded(error.stack ?? ''),
    ...('code' in error && { code: error.code }),
    ...('errno' in error && { errno: error.errno }),
    ...(isFollowed && { cause: loggedError(cause, depth + 1) }),
  };
}

const bounded = (text: string): string => withoutKeys(text.slice(0, LONGEST));

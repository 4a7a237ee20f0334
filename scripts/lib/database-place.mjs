import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** A path in `sockaddr_un` has 108 bytes, 104 on macOS. */
const LONGEST_SOCKET_PATH = 100;

/**
 * Where the parts of the embedded database lie.
 * @typedef {ReturnType<typeof placeOf>} DatabasePlace
 */

/** @param {string} dataDirectory */
export function placeOf(dataDirectory) {
  return {
    data: join(dataDirectory, 'mysql'),
    users: join(dataDirectory, 'mysql.users'),
    lock: join(dataDirectory, 'mysql.locked'),
    pidFile: join(dataDirectory, 'mysql.pid'),
    log: join(dataDirectory, 'mysql.log'),
    socket: socketPathOf(dataDirectory),
    init: join(dataDirectory, 'mysql.init.sql'),
  };
}

/**
 * The environment of a server at this place. A server that starts removes what it takes for temporary tables of a dead one
 * from its temporary folder: in one that all share they would be those of another server at work.
 * @param {DatabasePlace} place
 * @param {NodeJS.ProcessEnv} env
 */
export const withOwnTemp = ({ data }, env) => ({ ...env, TMPDIR: dirname(data) });

function socketPathOf(dataDirectory) {
  const usual = join(dataDirectory, 'mysql.sock');
  if (Buffer.byteLength(usual) <= LONGEST_SOCKET_PATH) return usual;
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `lockstep-${userInfo().uid}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'mysql.sock');
}

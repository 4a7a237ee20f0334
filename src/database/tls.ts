import type { Pool, PoolConnection, SslOptions } from 'mysql2';
import { readFileSync } from 'node:fs';
import { connect, isIP, type Socket } from 'node:net';
import { ConfigError, type DatabaseAddress } from '../config/index.js';

/**
 * What mysql2 takes as `ssl`; undefined for a connection in clear text. PREFERRED needs none on a socket of this machine, as with
 * MySQL's own clients.
 * @throws ConfigError for a file that cannot be read
 */
export function tlsOptions({ socketPath, tls }: DatabaseAddress): SslOptions | undefined {
  const { mode } = tls;
  if (mode === 'DISABLED' || (mode === 'PREFERRED' && socketPath !== undefined)) return undefined;
  return {
    rejectUnauthorized: mode.startsWith('VERIFY_'),
    verifyIdentity: mode === 'VERIFY_IDENTITY',
    ...pem('ca', tls.ca),
    ...pem('cert', tls.cert),
    ...pem('key', tls.key),
  };
}

function pem(name: 'ca' | 'cert' | 'key', path: string | undefined): Record<string, Buffer> {
  if (path === undefined) return {};
  try {
    return { [name]: readFileSync(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigError([
      `DATABASE_URL names a file as ssl-${name} that cannot be read: ${code}`,
    ]);
  }
}

/**
 * With VERIFY_IDENTITY and an IP address, where mysql2 leaves the name out: Node then compares the certificate with
 * `localhost`. It takes the name from the socket first, so the socket has it.
 * @returns what mysql2 takes as `stream`
 */
export function streamOptions({ host, port, socketPath, tls }: DatabaseAddress) {
  if (tls.mode !== 'VERIFY_IDENTITY' || socketPath !== undefined || isIP(host) === 0) return {};
  const open = (): Socket => connect({ host, port, noDelay: true, keepAlive: true });
  return { stream: () => Object.assign(open(), { _host: host }) };
}

/** Of mysql2 for a server without TLS. */
const NO_TLS = 'HANDSHAKE_NO_SSL_SUPPORT';
/** The capability of the protocol by which a server offers TLS. */
const CLIENT_SSL = 2048;

/**
 * PREFERRED: where the server offers no TLS, connects again in clear text, and goes on so until it offers TLS. A TLS that fails
 * is no reason, as with MySQL's own clients.
 */
export function preferTls(pool: Pool): void {
  const config: unknown = Reflect.get(pool.config, 'connectionConfig');
  if (typeof config !== 'object' || !config) throw new Error('the pool has no configuration');
  const ssl: unknown = Reflect.get(config, 'ssl');
  const use = (wanted: unknown) => Reflect.set(config, 'ssl', wanted);
  pool.on('connection', (connection) => use(offersTls(connection) ? ssl : false));
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (callback) => {
    getConnection((error, connection) => {
      if (error?.code !== NO_TLS) {
        callback(error, connection);
        return;
      }
      use(false);
      getConnection(callback);
    });
  };
}

const offersTls = (connection: PoolConnection): boolean =>
  (Number(Reflect.get(connection, 'serverCapabilityFlags')) & CLIENT_SSL) !== 0;

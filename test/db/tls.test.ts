import mysql from 'mysql2/promise';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainDatabase } from '../../src/database/index.js';
import { type Authority, newAuthority, newCertificate } from '../support/certificates.js';
import { openTestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { type PrivateServer, startPrivateServer } from '../support/private-server.js';
import { isMariaDb } from '../support/server.js';

/** A server that listens on loopback, too. */
async function startOnPort(flags: readonly string[]) {
  const port = await freePort();
  const network = ['--skip-networking=0', '--bind-address=127.0.0.1', `--port=${port}`];
  const server = await startPrivateServer([...network, ...flags]);
  const outsider = await mysql.createConnection({
    user: 'root',
    socketPath: new URL(server.url('x')).searchParams.get('socketPath') ?? '',
  });
  await outsider.query(`CREATE USER site IDENTIFIED BY 'se#cret'`);
  await outsider.query('GRANT ALL ON lockstep.* TO site');
  const url = (options: string, { host = 'localhost', user = 'site' } = {}) =>
    `mysql://${user}:se%23cret@${host}:${port}/lockstep?${options}`;
  return { server, outsider, url };
}

/** How the connection is encrypted; empty in clear text. */
async function cipherOf(url: string): Promise<string> {
  const db = await openTestDatabase(url, { DB_POOL_SIZE: '3' });
  try {
    const ask = `SHOW SESSION STATUS LIKE 'Ssl_cipher'`;
    const answers = await Promise.all([1, 2, 3].map(() => db.query<{ Value: string }>(ask)));
    const ciphers = new Set(answers.flat().map(({ Value }) => Value));
    expect(ciphers.size).toBe(1);
    return [...ciphers].join('');
  } finally {
    await db.close();
  }
}

/** What the start says of a database that cannot be connected to so. */
const refusalOf = (url: string): Promise<string | undefined> =>
  openTestDatabase(url).then(
    () => 'it connected',
    (error: unknown) => explainDatabase(error),
  );

const ENCRYPTED = /^(TLS|ECDHE)/;

describe('a server with TLS', () => {
  let folder: string;
  let authority: Authority;
  let stranger: Authority;
  let server: PrivateServer;
  let outsider: mysql.Connection;
  let url: Awaited<ReturnType<typeof startOnPort>>['url'];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-tls-'));
    authority = newAuthority(folder, 'authority');
    stranger = newAuthority(folder, 'stranger');
    const { cert, key } = newCertificate(folder, 'server', ['localhost'], authority);
    const flags = [`--ssl-ca=${authority.cert}`, `--ssl-cert=${cert}`, `--ssl-key=${key}`];
    ({ server, outsider, url } = await startOnPort(flags));
  });

  afterAll(async () => {
    await outsider.end();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  test.each(['', 'ssl-mode=PREFERRED', 'ssl-mode=REQUIRED', 'ssl-mode=required'])(
    'every connection is encrypted with %j',
    async (options) => {
      expect(await cipherOf(url(options))).toMatch(ENCRYPTED);
    },
  );

  test('DISABLED is clear text, and so is PREFERRED on a socket of this machine; REQUIRED is not', async () => {
    expect(await cipherOf(url('ssl-mode=DISABLED'))).toBe('');
    expect(await cipherOf(server.url('lockstep'))).toBe('');
    expect(await cipherOf(`${server.url('lockstep')}&ssl-mode=REQUIRED`)).toMatch(ENCRYPTED);
  });

  test('VERIFY_CA takes a certificate of its authority only, whatever host it names', async () => {
    const ours = `ssl-mode=VERIFY_CA&ssl-ca=${authority.cert}`;
    expect(await cipherOf(url(ours))).toMatch(ENCRYPTED);
    expect(await cipherOf(url(ours, { host: '127.0.0.1' }))).toMatch(ENCRYPTED);
    expect(await cipherOf(url(`ssl-ca=${authority.cert}`))).toMatch(ENCRYPTED);
    for (const options of [`ssl-ca=${stranger.cert}`, 'ssl-mode=VERIFY_CA'])
      expect(await refusalOf(url(options))).toMatch(/^The TLS connection to the database failed\./);
  });

  test('VERIFY_IDENTITY also wants its host in the certificate, by name and by address', async () => {
    const options = `ssl-mode=VERIFY_IDENTITY&ssl-ca=${authority.cert}`;
    const byAddress = url(options, { host: '127.0.0.1' });
    expect(await cipherOf(url(options))).toMatch(ENCRYPTED);
    expect(await refusalOf(byAddress)).toMatch(/does not match certificate's altnames/);
    newCertificate(folder, 'server', ['db.example.org', '127.0.0.1'], authority);
    await outsider.query(isMariaDb ? 'FLUSH SSL' : 'ALTER INSTANCE RELOAD TLS');
    expect(await cipherOf(byAddress)).toMatch(ENCRYPTED);
    expect(await refusalOf(url(options))).toMatch(/does not match certificate's altnames/);
  });

  test('ssl-cert and ssl-key are shown to a server that asks for them', async () => {
    await outsider.query(`CREATE USER known IDENTIFIED BY 'se#cret' REQUIRE X509`);
    await outsider.query('GRANT ALL ON lockstep.* TO known');
    const { cert, key } = newCertificate(folder, 'client', ['client'], authority);
    const known = (options: string) => url(options, { user: 'known' });
    expect(await cipherOf(known(`ssl-cert=${cert}&ssl-key=${key}`))).toMatch(ENCRYPTED);
    expect(await refusalOf(known('ssl-mode=REQUIRED'))).toMatch(/^The database refuses the user/);
  });

  // MariaDB calls it a wrong password, MySQL has a number for it.
  test('a server that takes nothing else refuses clear text, and the refusal speaks of ssl-mode', async () => {
    await outsider.query('SET GLOBAL require_secure_transport = ON');
    expect(await refusalOf(url('ssl-mode=DISABLED'))).toMatch(/ssl-mode/);
    expect(await cipherOf(url(''))).toMatch(ENCRYPTED);
    await outsider.query('SET GLOBAL require_secure_transport = OFF');
  });

  test('a file that is not there is named by its option', async () => {
    await expect(openTestDatabase(url('ssl-ca=/nowhere.pem'))).rejects.toThrow(
      'DATABASE_URL names a file as ssl-ca that cannot be read: ENOENT',
    );
  });
});

describe('a server without TLS', () => {
  let server: PrivateServer;
  let outsider: mysql.Connection;
  let url: Awaited<ReturnType<typeof startOnPort>>['url'];

  beforeAll(async () => {
    ({ server, outsider, url } = await startOnPort([isMariaDb ? '--skip-ssl' : '--tls-version=']));
  });

  afterAll(async () => {
    await outsider.end();
    await server.stop();
  });

  test.each(['', 'ssl-mode=PREFERRED', 'ssl-mode=DISABLED'])(
    'is talked to in clear text with %j',
    async (options) => {
      expect(await cipherOf(url(options))).toBe('');
    },
  );

  test('lets an account log in by the method that the server gives it', async () => {
    const [rows] = await outsider.query("SELECT plugin FROM mysql.user WHERE user = 'site'");
    const plugin = isMariaDb ? 'mysql_native_password' : 'caching_sha2_password';
    expect(rows).toEqual([{ plugin }]);
    // Forgotten, so that this login is a whole one, for which `caching_sha2_password` encrypts with the server's key.
    await outsider.query('FLUSH PRIVILEGES');
    expect(await cipherOf(url('ssl-mode=DISABLED'))).toBe('');
  });

  test.each(['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'])('is refused with %s', async (mode) => {
    expect(await refusalOf(url(`ssl-mode=${mode}`))).toMatch(
      /^The database server offers no TLS, and ssl-mode in DATABASE_URL asks for it\./,
    );
  });
});

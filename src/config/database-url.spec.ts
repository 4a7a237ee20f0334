import { expect, it } from 'vitest';
import { databaseUrl } from './database-url.js';

const HOST = 'mysql://site:pw@db.example.org/inventory';

it('reads an address, percent-encoded characters, a socket and an IPv6 host', () => {
  expect(databaseUrl('mariadb://a%40b:p%23%2F@[::1]:3307/my%20db')).toMatchObject({
    host: '::1',
    port: 3307,
    username: 'a@b',
    password: 'p#/',
    database: 'my db',
    socketPath: undefined,
  });
  expect(databaseUrl(`${HOST}?socketPath=/run/mysqld.sock`).socketPath).toBe('/run/mysqld.sock');
});

it.each([
  ['', 'PREFERRED'],
  ['ssl-mode=DISABLED', 'DISABLED'],
  ['ssl-mode=required', 'REQUIRED'],
  ['ssl-ca=/ca.pem', 'VERIFY_CA'],
  ['ssl-ca=/ca.pem&ssl-mode=VERIFY_IDENTITY', 'VERIFY_IDENTITY'],
  ['ssl-mode=VERIFY_CA', 'VERIFY_CA'],
])('takes ?%s for %s', (options, mode) => {
  expect(databaseUrl(`${HOST}?${options}`).tls.mode).toBe(mode);
});

it('keeps the files', () => {
  const options = 'ssl-mode=VERIFY_CA&ssl-ca=/a%20b/ca.pem&ssl-cert=/c.pem&ssl-key=/k.pem';
  expect(databaseUrl(`${HOST}?${options}`).tls).toEqual({
    mode: 'VERIFY_CA',
    ca: '/a b/ca.pem',
    cert: '/c.pem',
    key: '/k.pem',
  });
});

it.each([
  [
    'ssl=true',
    'has the option ssl, which is not known. Known are socketPath, ssl-mode, ssl-ca, ssl-cert, ssl-key',
  ],
  ['sslmode=REQUIRED', 'has the option sslmode, which is not known'],
  ['charset=latin1', 'has the option charset, which is not known'],
  ['ssl-mode=', 'has the option ssl-mode without a value'],
  ['ssl-mode=DISABLED&ssl-mode=REQUIRED', 'has the option ssl-mode twice'],
  ['ssl-mode=always', 'has an ssl-mode that is not one of DISABLED, PREFERRED, REQUIRED'],
  ['ssl-cert=/c.pem', 'needs both of ssl-cert and ssl-key'],
  ['ssl-mode=REQUIRED&ssl-ca=/ca.pem', 'has ssl-ca, which ssl-mode=REQUIRED does not look at'],
  [
    'ssl-mode=DISABLED&ssl-cert=/c&ssl-key=/k',
    'has ssl-cert, which ssl-mode=DISABLED does not send',
  ],
])('refuses ?%s', (options, message) => {
  expect(() => databaseUrl(`${HOST}?${options}`)).toThrow(message);
});

it('refuses a % that begins nothing', () => {
  expect(() => databaseUrl('mysql://site:100%@host/x')).toThrow('write it as %25');
});

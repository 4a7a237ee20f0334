import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';

/** A key with its certificate, as files in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Who signs certificates. */
export interface Authority extends Certificate {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** An authority that signed itself. @param folder where its files go */
export function newAuthority(folder: string, name: string): Authority {
  const pair = newPair();
  const files = save(
    folder,
    name,
    pair.privateKey,
    certificateOf(name, pair.publicKey, [], {
      name,
      privateKey: pair.privateKey,
    }),
  );
  return { ...files, name, privateKey: pair.privateKey };
}

/** A certificate for these host names and IPv4 addresses; one of the same name is overwritten. */
export function newCertificate(
  folder: string,
  name: string,
  hosts: readonly string[],
  authority: Authority,
): Certificate {
  const { publicKey, privateKey } = newPair();
  return save(folder, name, privateKey, certificateOf(name, publicKey, hosts, authority));
}

const newPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function save(folder: string, name: string, privateKey: KeyObject, der: Buffer): Certificate {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}-key.pem`) };
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  writeFileSync(
    files.cert,
    `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  );
  writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return files;
}

// DER of X.509 version 3 (RFC 5280), as little of it as OpenSSL and Node ask for.
const SEQUENCE = 0x30;
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const sequence = (...parts: Buffer[]): Buffer => der(SEQUENCE, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (text: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))));
const time = (text: string): Buffer => der(0x17, Buffer.from(text));
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));

function certificateOf(
  name: string,
  publicKey: KeyObject,
  hosts: readonly string[],
  by: Pick<Authority, 'name' | 'privateKey'>,
): Buffer {
  const isAuthority = by.name === name;
  const extensions = isAuthority
    ? [extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))]
    : [extension('551d11', sequence(...hosts.map(alternativeName)))];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([isAuthority ? 1 : 2])),
    ECDSA_WITH_SHA256,
    nameOf(by.name),
    sequence(time('200101000000Z'), time('491231235959Z')),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, by.privateKey);
  return sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
}

const alternativeName = (host: string): Buffer =>
  isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readEnvironment } from './index.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lockstep-env-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('readEnvironment', () => {
  it('lets the real environment win over .env', () => {
    writeFileSync(join(directory, '.env'), "PORT=1\nHOST=::1\nSECRET_KEY='a#b'\n");
    const env = readEnvironment({ PORT: '2' }, directory);
    expect(env).toEqual({ PORT: '2', HOST: '::1', SECRET_KEY: 'a#b' });
  });

  it('finds the lockstep.json of the directory when none is named', () => {
    const named = { SECRET_KEY: 'x', LOCKSTEP_MODELS: '/etc/lockstep.json' };
    expect(readEnvironment({ SECRET_KEY: 'x' }, directory).LOCKSTEP_MODELS).toBeUndefined();
    writeFileSync(join(directory, 'lockstep.json'), '{}');
    const found = readEnvironment({ SECRET_KEY: 'x', LOCKSTEP_MODELS: '' }, directory);
    expect(found.LOCKSTEP_MODELS).toBe(join(directory, 'lockstep.json'));
    expect(readEnvironment(named, directory).LOCKSTEP_MODELS).toBe('/etc/lockstep.json');
  });

  it('makes a secret once in development and keeps it for its owner alone', () => {
    const first = readEnvironment({}, directory).SECRET_KEY;
    expect(first).toMatch(/^[\w-]{64}$/);
    expect(readEnvironment({ SECRET_KEY: '' }, directory).SECRET_KEY).toBe(first);
    expect(statSync(join(directory, 'var/secret_key')).mode & 0o777).toBe(0o600);
  });

  it('makes none in production', () => {
    expect(readEnvironment({ NODE_ENV: 'production' }, directory).SECRET_KEY).toBeUndefined();
  });

  it('says what to do when the file is empty or the place cannot be written', () => {
    writeFileSync(join(directory, 'secret_key'), '');
    const inUse = { LOCKSTEP_DATA_DIR: directory };
    expect(() => readEnvironment(inUse)).toThrow(ConfigError);
    expect(() => readEnvironment(inUse)).toThrow(/secret_key: the file is empty, delete it/);
    const blocked = { LOCKSTEP_DATA_DIR: join(directory, 'secret_key') };
    expect(() => readEnvironment(blocked)).toThrow(/SECRET_KEY is not set/);
  });

  it('gives the same secret to processes that start at once', async () => {
    const rivals = [1, 2, 3].map(() => spawnRival(directory));
    await Promise.all(rivals.map(({ stdout }) => once(stdout, 'data')));
    const answers = rivals.map(({ stdout }) => once(stdout, 'data'));
    for (const { stdin } of rivals) stdin.end('go');
    const keys = (await Promise.all(answers)).map(String);
    const kept = readFileSync(join(directory, 'secret_key'), 'utf8').trim();
    expect(keys).toEqual([kept, kept, kept]);
    await Promise.all(rivals.map((rival) => once(rival, 'close')));
    expect(readdirSync(directory)).toEqual(['secret_key']);
  });
});

/** A process that says when it is ready, waits for a word on its standard input, and prints the kept key. */
function spawnRival(place: string) {
  const script = `
    import { createServer } from 'vite';
    import { once } from 'node:events';
    const options = { server: { middlewareMode: true }, appType: 'custom', logLevel: 'silent' };
    const vite = await createServer(options);
    const { keptSecretKey } = await vite.ssrLoadModule('/src/config/secret-key-file.ts');
    process.stdout.write('ready');
    await once(process.stdin, 'data');
    process.stdout.write(keptSecretKey(process.argv[1]));
    await vite.close();`;
  const flags = ['--input-type=module', '-e', script, place];
  return spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] });
}

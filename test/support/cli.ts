import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SECRET_KEY } from './app.js';

export interface CliAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as `npm run manage -- …` does, in a process of its own, with `input` piped into it. */
export async function runCli(
  databaseUrl: string,
  words: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<CliAnswer> {
  const child = spawn(process.execPath, ['dist/manage.js', ...words], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      SECRET_KEY,
      DATABASE_URL: databaseUrl,
      PASSWORD_HASHERS: 'pbkdf2_sha256',
      ...env,
    },
  });
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}

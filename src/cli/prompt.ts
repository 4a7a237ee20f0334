import { once } from 'node:events';
import { stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './command.js';

/** Asks twice without showing what is typed; reads one line when nobody sits there (a pipe). */
export async function askNewPassword(): Promise<string> {
  if (!stdin.isTTY) return readPipedPassword();
  const first = await askHidden('Password: ');
  const second = await askHidden('Password (again): ');
  if (first !== second) throw new UsageError('The two passwords differ.');
  return nonEmpty(first);
}

const readPipedPassword = async (): Promise<string> => nonEmpty(await readPipedLine());

/** Empty at the end of the pipe. */
async function readPipedLine(): Promise<string> {
  const lines = createInterface({ input: stdin });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  lines.close();
  return line ?? '';
}

/** Asks whether to go on; `y` or `yes`, typed or piped, means so. */
export async function confirm(question: string): Promise<boolean> {
  stderr.write(question);
  return /^y(es)?$/i.test((await readPipedLine()).trim());
}

async function askHidden(question: string): Promise<string> {
  stderr.write(question);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  const answer = await lines.question('');
  lines.close();
  stderr.write('\n');
  return answer;
}

function nonEmpty(password: string): string {
  if (password === '') throw new UsageError('The password is empty.');
  return password;
}

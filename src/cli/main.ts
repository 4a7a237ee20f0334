import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { argv, env, stderr } from 'node:process';
import { parseArgs } from 'node:util';
import { AppModule } from '../app.module.js';
import { type Config, ConfigError, loadConfig, readEnvironment } from '../config/index.js';
import { explainDatabase, toDomainError } from '../database/index.js';
import { readUserModel } from '../model/index.js';
import { DomainError } from '../domain-error.js';
import { type Arguments, type Command, type CommandContext, UsageError } from './command.js';
import { commands } from './commands/index.js';
import { Output, printable } from './output.js';
import { keepHeapSmall } from '../small-heap.js';

keepHeapSmall();
process.exitCode = await main(argv.slice(2));

/** @returns the exit status: 0 done, 1 it failed, 2 the words were wrong */
async function main([name, ...words]: string[]): Promise<number> {
  const command = commands.get(name ?? '');
  if (!command) {
    stderr.write(help(name));
    return name === undefined || name === 'help' || name === '--help' ? 0 : 2;
  }
  if (words.includes('--help')) {
    stderr.write(help(name, new Map([[name ?? '', command]])));
    return 0;
  }
  try {
    return await run(command, parse(command, words));
  } catch (error) {
    stderr.write(`${explain(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** @throws UsageError for an unknown option */
function parse({ options = {} }: Command, args: string[]): Arguments {
  const json = { type: 'boolean' } as const;
  try {
    return parseArgs({ args, options: { ...options, json }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function run(command: Command, words: Arguments): Promise<number> {
  const config = loadConfig(readEnvironment());
  let context: Promise<INestApplicationContext> | undefined;
  const app: CommandContext['app'] = (needs) => (context ??= startApp(config, needs));
  try {
    return await command.run({
      ...words,
      config,
      output: new Output(words.values.json === true),
      app,
    });
  } finally {
    await (await context)?.close();
  }
}

/** Silent while it starts: what goes wrong then is told once, by `explain`. */
async function startApp(config: Config, needs?: 'models'): Promise<INestApplicationContext> {
  const options = { logger: false, abortOnError: false } as const;
  // Accounts and sessions can be worked on whatever lockstep.json says.
  const root = AppModule.of(
    needs === 'models' ? config : { ...config, models: { file: undefined } },
    undefined,
    (await readUserModel(config)) ?? undefined,
  );
  const app = await NestFactory.createApplicationContext(root, options);
  app.useLogger(['error', 'warn']);
  return app;
}

/** What went wrong, for the person at the terminal: our own errors say what to do. */
function explain(thrown: unknown): string {
  const state = explainDatabase(thrown);
  if (state !== undefined) return state;
  const error = toDomainError(thrown) ?? thrown;
  if (error instanceof DomainError) return `${error.message} (${error.code})`;
  if (error instanceof ConfigError) return error.message;
  return printable(error instanceof Error ? error.message : String(error));
}

function help(name: string | undefined, shown = commands): string {
  const lines = [...shown].map(([name, { usage, summary }]) =>
    `  ${`${name} ${usage}`.padEnd(48)} ${summary}`.trimEnd(),
  );
  const first =
    name && !name.includes('help') && !shown.has(name)
      ? [`Unknown command ${printable(name)}.`]
      : [];
  // The launcher of an installed package knows better how it was called.
  const calledAs = env.LOCKSTEP_COMMAND ?? 'npm run manage --';
  return [...first, `${calledAs} COMMAND [--json]`, ...lines, ''].join('\n');
}

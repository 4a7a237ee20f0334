import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../config/index.js';
import { type Dump, dumpSchema } from './dump.js';
import { type Fault, type ParsedFile, parseModelsFile } from './models-file.js';

/** `lockstep.json` and the dump that it names. */
export interface LoadedFile {
  readonly path: string;
  readonly entries: ParsedFile['entries'];
  readonly dump: Dump | undefined;
  /** What is wrong with its form. */
  readonly faults: readonly Fault[];
}

/** @throws ConfigError when the file or the dump cannot be read at all */
export function loadModelsFile(path: string): LoadedFile {
  const { dump, ...parsed } = parseModelsFile(readJson(path, path));
  return { path, ...parsed, dump: dump === undefined ? undefined : loadDump(path, dump) };
}

/** One message with every fault; each says which model it is about. */
export const asConfigError = (path: string, faults: readonly Fault[]): ConfigError =>
  new ConfigError(faults.map((fault) => `${path}: ${faultLine(fault)}`));

export const faultLine = ({ label, message }: Fault): string =>
  label === undefined ? message : `${label}: ${message}`;

function loadDump(path: string, name: string): Dump {
  const place = resolve(dirname(path), name);
  const { data, error } = dumpSchema.safeParse(readJson(place, `${path}: dump: ${place}`));
  if (data) return data;
  const [issue] = error.issues;
  throw new ConfigError([
    `${path}: dump: ${place} is not what lockstep_models.py prints: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  ]);
}

function readJson(path: string, name: string): unknown {
  try {
    // PowerShell's `>` puts a mark of the byte order in front.
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${name} cannot be read: ${reason}`]);
  }
}

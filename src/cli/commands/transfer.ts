import { createReadStream, createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { env, stdout } from 'node:process';
import { pipeline } from 'node:stream/promises';
import type { User } from '../../http/index.js';
import { ExportService, ImportService } from '../../assets/index.js';
import {
  DELIMITERS,
  formatOfName,
  RecordExport,
  RecordImport,
  type ImportForm,
  type ImportSource,
  ImportTally,
  type RowReport,
} from '../../records/index.js';
import { type Command, required, UsageError } from '../command.js';
import { inventoryApp } from '../inventory-app.js';
import { printable } from '../output.js';
import { Progress } from '../progress.js';

/** Written by us, without a user. */
const NOBODY = { id: 0 };

/** Whoever has a shell here may see and write every model. */
const EVERYBODY: User = {
  id: 0,
  username: '',
  firstName: '',
  lastName: '',
  email: '',
  isStaff: true,
  isSuperuser: true,
  permissions: new Set(),
};

/** Failures that are shown; the summary counts all of them. */
const MOST_SHOWN = 1000;

/** `import FILE`: as `POST /api/assets/import` or `POST /api/models/{label}/import`, of files of any size. */
export const importRows: Command = {
  usage:
    'FILE [--model LABEL] [--key FIELD] [--mode atomic|rows] [--dry-run] [--format csv|ndjson] [--delimiter comma|semicolon|tab]',
  summary:
    'Create and change assets or rows of a model from a file; all rows or none, or row by row',
  options: {
    model: { type: 'string' },
    key: { type: 'string' },
    mode: { type: 'string', default: 'atomic' },
    format: { type: 'string' },
    delimiter: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
  async run({ positionals, values, config, app, output }) {
    const path = pathOf(required(positionals[0], 'FILE'));
    const file = new ImportFile(path, await sizeOf(path));
    const dryRun = values['dry-run'] === true;
    const form: ImportForm = {
      format: oneOf('format', values.format ?? formatOfName(path) ?? 'csv', ['csv', 'ndjson']),
      delimiter: delimiterOf(values.delimiter),
      mode: oneOf('mode', values.mode, ['atomic', 'rows']),
      dryRun,
    };
    const { model, key } = values;
    const reports =
      typeof model === 'string'
        ? (await app('models')).get(RecordImport).run(model, file, {
            ...form,
            key: typeof key === 'string' ? key : undefined,
            user: EVERYBODY,
            actorId: null,
          })
        : (await inventoryApp({ config, app })).get(ImportService).run(file, {
            ...form,
            key: oneOf('key', key ?? 'asset_tag', ['asset_tag', 'serial']),
            actor: NOBODY,
          });
    const { tally, failures } = await follow(reports, file, dryRun);
    const { summary } = tally;
    output.result({ summary, failures }, [
      ...failures.flatMap(toLines),
      Object.entries(summary)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    ]);
    return summary.failed > 0 ? 1 : 0;
  },
};

async function follow(reports: AsyncIterable<RowReport[]>, file: ImportFile, dryRun: boolean) {
  const tally = new ImportTally(dryRun);
  const failures: RowReport[] = [];
  const progress = new Progress(file.size, 'rows');
  for await (const batch of reports) {
    for (const report of batch) {
      tally.add(report);
      if (report.result === 'failed' && failures.length < MOST_SHOWN) failures.push(report);
    }
    progress.show(file.read, tally.summary.rows);
  }
  progress.end(tally.summary.rows);
  return { tally, failures };
}

/** The file, which counts what was read of it. */
class ImportFile implements ImportSource {
  read = 0;

  constructor(
    private readonly path: string,
    readonly size: number,
  ) {}

  async *open(): AsyncGenerator<Buffer> {
    this.read = 0;
    for await (const chunk of createReadStream(this.path) as AsyncIterable<Buffer>) {
      this.read += chunk.length;
      yield chunk;
    }
  }
}

/** `export`: as `GET /api/assets/export`, or as `GET /api/models/{label}/export`. */
export const exportRows: Command = {
  usage:
    '[--model LABEL] [--format csv|ndjson] [--bom] [--query "status=lost&ordering=name"] [--output FILE]',
  summary: 'Write assets or the rows of a model as CSV or NDJSON; --query takes the filters',
  options: {
    model: { type: 'string' },
    format: { type: 'string' },
    bom: { type: 'boolean', default: false },
    query: { type: 'string', default: '' },
    output: { type: 'string' },
  },
  async run({ values, config, app }) {
    const path = typeof values.output === 'string' ? pathOf(values.output) : undefined;
    const named = values.format ?? formatOfName(path ?? '') ?? 'csv';
    const format = oneOf('format', named, ['csv', 'ndjson']);
    const bom = values.bom === true;
    if (bom && format === 'ndjson') throw new UsageError('--bom goes with CSV only.');
    const parameters = parametersOf(String(values.query));
    const text =
      typeof values.model === 'string'
        ? (await app('models'))
            .get(RecordExport)
            .run(EVERYBODY, values.model, parameters, { format, bom })
        : (await inventoryApp({ config, app })).get(ExportService).run(parameters, format, bom);
    if (path === undefined) await pipeline(text, stdout, { end: false });
    else await writeWhole(path, text);
    return 0;
  },
};

/** Under another name until it is whole: half an export never stands where somebody looks for one. */
async function writeWhole(path: string, text: AsyncIterable<string>): Promise<void> {
  const partial = `${path}.partial`;
  await pipeline(text, createWriteStream(partial));
  await rename(partial, path);
}

function parametersOf(query: string): Record<string, string | string[]> {
  const search = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const given = search.getAll(name);
      return [name, given.length === 1 ? (given[0] ?? '') : given];
    }),
  );
}

/** From the folder of the caller: `npm --prefix` goes to that of the project, and keeps where it came from in `INIT_CWD`. */
function pathOf(given: string): string {
  const isRunByNpm = env.npm_lifecycle_event === 'manage';
  return resolve((isRunByNpm ? env.INIT_CWD : undefined) ?? '', given);
}

/** @throws UsageError */
function delimiterOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const names = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
  return DELIMITERS[oneOf('delimiter', value, names)];
}

/** @throws UsageError for a word that is none of those */
function oneOf<T extends string>(option: string, value: unknown, words: readonly T[]): T {
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new UsageError(`--${option} takes ${words.join(' or ')}.`);
}

/** @throws UsageError when there is no such file */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`${printable(path)} is a directory.`);
  if (!found?.isFile()) throw new UsageError(`There is no file ${printable(path)}.`);
  return found.size;
}

function toLines({ line, errors = [] }: RowReport): string[] {
  return errors.map(
    ({ field, message }) => `line ${line}: ${field && `${field}: `}${printable(message)}`,
  );
}

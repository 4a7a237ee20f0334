import { Injectable } from '@nestjs/common';
import { PermissionDeniedError } from '../../auth/index.js';
import { Database, type Tx } from '../../database/index.js';
import type { DomainError } from '../../domain-error.js';
import { type User, ValidationFailedError } from '../../http/index.js';
import type { Field } from '../../model/index.js';
import { Idempotency } from '../idempotency.js';
import { partOf } from '../idempotency-key.js';
import { parseFields, type Scope } from '../query/index.js';
import { RecordScopes, type Seen } from '../record-scopes.js';
import { RecordUnits } from '../record-units.js';
import { SchemaChangedError, WriteNotAllowedError } from '../records.errors.js';
import type { WriteScope } from '../write-policy.js';
import { columnsOf } from './columns.js';
import {
  importFile,
  type ImportForm,
  type ImportTarget,
  WORDS_BYTES,
  writeOnce,
} from './import.js';
import type { RowReport } from './import-report.js';
import { checkRow, type RecordRow, uniqueField, uniqueNames } from './record-import-rows.js';
import { RecordImportWriter, type RecordWriting } from './record-import-writer.js';
import type { ImportSource } from './spool.js';
import { statementBytes } from './statement-size.js';

export interface RecordImportOptions extends ImportForm {
  /** The name of the unique field by which a line finds its row; the lookup field where there is none. */
  readonly key?: string | undefined;
  readonly user: User;
  /** Whom the history names. */
  readonly actorId: Tx['actorId'];
}

/** Brings a file into the rows of a model. */
@Injectable()
export class RecordImport {
  constructor(
    private readonly scopes: RecordScopes,
    private readonly writer: RecordImportWriter,
    private readonly idempotency: Idempotency,
    private readonly units: RecordUnits,
    private readonly database: Database,
  ) {}

  /**
   * Reports on every line, as `importFile` does. Each line is a command on the row that its key names: it changes editable fields
   * that differ, or makes a new row.
   * @throws ModelNotFoundError, PermissionDeniedError, WriteNotAllowedError, ValidationFailedError, SchemaChangedError, and as
   *   `importFile`
   */
  async *run(
    label: string,
    source: ImportSource,
    options: RecordImportOptions,
  ): AsyncGenerator<RowReport[]> {
    const { user, key } = options;
    const scope = await this.scopes.on(user, label, (seen) => Promise.resolve(assertMay(seen)));
    const by = uniqueField(scope, key);
    if (!by) throw noSuchKey(scope);
    yield* importFile(this.target(label, scope, by, options), source, options);
  }

  private target(
    label: string,
    scope: Scope,
    by: Field,
    { user, actorId, idempotencyKey }: RecordImportOptions,
  ): ImportTarget<RecordRow> {
    const longest = this.database.largestStatement - WORDS_BYTES;
    const { fields, relations } = parseFields(undefined, scope);
    return {
      columns: columnsOf(scope.model, fields, relations),
      longest,
      check: (row) => checkRow(row, scope, by),
      bytesOf: ({ given }) => statementBytes(given),
      // Whether a value differs at all, only the locked row tells.
      refused: () => Promise.resolve([]),
      transaction: ({ lockWait }, work) =>
        // Asked again for each: whose right to write is gone writes no further batch.
        this.scopes.on(user, label, async (seen) => {
          const now = assertMay(seen);
          const shared = { scope: now, by, whyNoNew: whyNoNew(seen), longest };
          return this.units.run(
            [now],
            { actor: { id: actorId }, conditions: { lockWait, idempotencyKey: undefined } },
            (tx) => {
              const moment = { now: new Date(), time: now.time };
              const writing: RecordWriting = { ...shared, tx, moment };
              const once = async (part: number, write: () => Promise<RowReport[]>) => {
                const named = partOf(idempotencyKey, part);
                const outcome = await this.idempotency.once(tx, user, named, write);
                if (outcome.isReplayed) idempotencyKey?.markReplayed();
                return outcome.answer;
              };
              return work({
                write: (rows) => writeOnce(rows, once, (some) => this.writer.write(writing, some)),
                unpaid: [],
              });
            },
          );
        }),
    };
  }
}

/** @throws PermissionDeniedError, WriteNotAllowedError */
function assertMay({ scope, allows }: Seen): WriteScope {
  const { permissions, readOnlyReason } = scope.model;
  if (!allows(permissions.change)) throw new PermissionDeniedError(permissions.change);
  if (readOnlyReason !== undefined)
    throw new WriteNotAllowedError('model_read_only', readOnlyReason);
  return scope;
}

/** Rows that are there may be changed all the same. */
function whyNoNew({ scope: { model }, allows, isUnfitToAdd }: Seen): DomainError | undefined {
  if (!model.add)
    return new WriteNotAllowedError('add_not_allowed', 'lockstep.json does not let rows be added.');
  if (!allows(model.permissions.add)) return new PermissionDeniedError(model.permissions.add);
  return isUnfitToAdd ? new SchemaChangedError(model.label) : undefined;
}

const noSuchKey = (scope: Scope): ValidationFailedError =>
  new ValidationFailedError([
    {
      field: 'key',
      code: 'invalid_value',
      message: `Name a unique field: ${uniqueNames(scope).join(', ')}.`,
    },
  ]);

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/index.js';
import { DomainError } from '../../domain-error.js';
import type { Field } from '../../model/index.js';
import { apply, type Change, type Moment } from '../commands.js';
import { bind, columnOf, concat, type Scope } from '../query/index.js';
import { type LockedRow, RecordRows } from '../record-rows.js';
import { NotUniqueError, RelatedMissingError, ValuesRefusedError } from '../records.errors.js';
import { toRefusal } from '../write-refusals.js';
import { readNewValues, readValues, type Values } from '../write-values.js';
import { failed, fieldErrorsIn, type RowReport } from './import-report.js';
import { ImportSpellingsRepository } from './import-spellings.repository.js';
import { differing, newBody, type RecordRow } from './record-import-rows.js';
import { statementBytes } from './statement-size.js';
import { RowTooLargeError } from './transfer.errors.js';

/** What the rows of one transaction have in common. */
export interface RecordWriting {
  readonly tx: Tx;
  readonly scope: Scope;
  /** The field by which rows are found. */
  readonly by: Field;
  /** Why there may be no new rows; undefined where there may. */
  readonly whyNoNew: DomainError | undefined;
  readonly moment: Moment;
  /** Bytes of the values of one statement. */
  readonly longest: number;
}

/** The row that lines of the file name with one key, as it is now. */
interface Target {
  row: LockedRow | undefined;
  /** Why it may not be written. */
  refusal: DomainError | undefined;
}

/** A line on which was decided, and which is not written yet. */
interface Pending {
  readonly line: RecordRow;
  readonly target: Target;
  readonly wish: { readonly row: LockedRow; readonly change: Change } | { readonly values: Values };
}

/** Writes one batch of a file inside of a transaction, as commands on rows that are locked. */
@Injectable()
export class RecordImportWriter {
  constructor(
    private readonly rows: RecordRows,
    private readonly spellings: ImportSpellingsRepository,
  ) {}

  /**
   * Locks the rows that the lines name by ascending keys, compares, and writes what differs: together where that can be done,
   * else line by line in the order of the file. A line that is refused undoes only itself.
   * @returns a report for each line, in any order
   */
  async write(writing: RecordWriting, lines: readonly RecordRow[]): Promise<RowReport[]> {
    const reports: RowReport[] = [];
    const pending: Pending[] = [];
    for (const [line, target] of await this.aim(writing, lines)) {
      // A second line with the same key sees what the first one did.
      if (pending.some((other) => other.target === target))
        reports.push(...(await this.flush(writing, pending.splice(0))));
      const decided = decide(writing, line, target);
      if ('result' in decided) reports.push(decided);
      else pending.push(decided);
    }
    return [...reports, ...(await this.flush(writing, pending))];
  }

  /** Finds what each line names: the row whose key is just that text, or the one that the database calls equal to it. */
  private async aim(
    writing: RecordWriting,
    lines: readonly RecordRow[],
  ): Promise<[RecordRow, Target][]> {
    const { tx, scope, by } = writing;
    const keys = new Map(lines.map(({ keyText, key }) => [keyText, key]));
    const found = await this.rows.findBy(tx, scope, by, [...keys.values()]);
    const refusals = await this.refusals(writing, [...found.values()]);
    const targets = new Map(
      [...found].map(([text, row]): [string, Target] => [
        text,
        { row, refusal: refusals.get(row.key) },
      ]),
    );
    const byKey = new Map([...targets.values()].map((target) => [target.row?.key, target]));
    const isAllFound = [...found.keys()].every((text) => keys.has(text));
    const aimed: [RecordRow, Target][] = [];
    for (const line of lines) {
      const known = targets.get(line.keyText);
      const spelled =
        known ?? (isAllFound ? undefined : await this.spelledOtherwise(writing, line, byKey));
      const target = spelled ?? { row: undefined, refusal: undefined };
      targets.set(line.keyText, target);
      aimed.push([line, target]);
    }
    return aimed;
  }

  /** Case, accents, spaces at the end. Old collations also call texts equal that have nothing in common: those are no spellings. */
  private async spelledOtherwise(
    writing: RecordWriting,
    line: RecordRow,
    known: ReadonlyMap<string | undefined, Target>,
  ): Promise<Target | undefined> {
    const row = await this.lockOne(writing, line);
    if (!row) return undefined;
    const { tx, by } = writing;
    const isSpelling = await this.spellings.isSpelling(
      tx,
      String(row.view[by.attname]),
      line.keyText,
    );
    if (!isSpelling) return { row, refusal: new NotUniqueError([by.attname]) };
    return known.get(row.key) ?? { row, refusal: await this.refusal(writing, [row]) };
  }

  private lockOne({ tx, scope, by }: RecordWriting, { key }: RecordRow) {
    return this.rows.lock(tx, scope, concat(`${columnOf(scope.alias, by.column)} = `, bind(key)));
  }

  /** Which rows may not be written, and why: asked at once, and one by one only where somebody holds a lease. */
  private async refusals(
    writing: RecordWriting,
    rows: readonly LockedRow[],
  ): Promise<ReadonlyMap<string, DomainError>> {
    if (!(await this.refusal(writing, rows))) return new Map();
    const refused = new Map<string, DomainError>();
    for (const row of rows) {
      const refusal = await this.refusal(writing, [row]);
      if (refusal) refused.set(row.key, refusal);
    }
    return refused;
  }

  private async refusal(
    { tx, scope }: RecordWriting,
    rows: readonly LockedRow[],
  ): Promise<DomainError | undefined> {
    try {
      await this.rows.admit(tx, scope, rows, UNCONDITIONAL);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'lease_held') return error;
      throw error;
    }
  }

  private async flush(writing: RecordWriting, pending: readonly Pending[]): Promise<RowReport[]> {
    if (pending.length > 1) {
      const together = await this.attempt(writing, () => this.writeTogether(writing, pending));
      if (!(together instanceof DomainError) && together) return together;
    }
    const reports: RowReport[] = [];
    for (const one of pending) reports.push(await this.writeOne(writing, one));
    return reports;
  }

  /** @returns undefined, and something may be written, where the new rows cannot be told apart */
  private async writeTogether(
    { tx, scope, by, moment }: RecordWriting,
    pending: readonly Pending[],
  ): Promise<RowReport[] | undefined> {
    const changes = pending.flatMap(({ wish }) => ('row' in wish ? [wish] : []));
    const fresh = pending.flatMap(({ wish }) => ('row' in wish ? [] : [wish.values]));
    const { after } = await this.rows.carryOut(tx, scope, changes);
    const made =
      fresh.length === 0 ? [] : await this.rows.insertMany(tx, scope, fresh, by, { moment });
    if (!made) return undefined;
    const [changed, created] = [after.values(), made.values()];
    return pending.map((one) => {
      const isNew = 'values' in one.wish;
      const row = (isNew ? created : changed).next().value;
      return settled(one, scope, row, isNew);
    });
  }

  private async writeOne(writing: RecordWriting, pending: Pending): Promise<RowReport> {
    const { line, target, wish } = pending;
    const { tx, scope, by, moment } = writing;
    const done = await this.attempt(writing, async () => {
      if ('values' in wish) return this.rows.insert(tx, scope, wish.values, { moment });
      const { after } = await this.rows.carryOut(tx, scope, [wish]);
      return after[0];
    });
    if (!(done instanceof DomainError)) return settled(pending, scope, done, 'values' in wish);
    if ('values' in wish && namesKey(done, by)) {
      // Somebody made it since we looked.
      const found = await this.spelledOtherwise(writing, line, new Map());
      if (found) {
        Object.assign(target, found);
        const again = decide(writing, line, target);
        return 'result' in again ? again : this.writeOne(writing, again);
      }
    }
    return failed(line.line, fieldErrorsIn(done));
  }

  /**
   * Does the work, and undoes it where the database refuses a value of it; any other error ends the transaction.
   * @returns what the work gave, or the refusal
   */
  private async attempt<T>(
    { tx, scope }: RecordWriting,
    work: () => Promise<T>,
  ): Promise<T | DomainError | undefined> {
    await tx.query('SAVEPOINT import_row');
    let refusal: DomainError | undefined;
    try {
      const result = await work();
      if (result !== undefined) return result;
    } catch (error) {
      refusal = refusalOf(error, scope);
      if (!refusal) throw error;
    }
    await tx.query('ROLLBACK TO SAVEPOINT import_row');
    return refusal;
  }
}

function refusalOf(error: unknown, { model }: Scope): DomainError | undefined {
  const refusal = toRefusal(error, model);
  const isOfRow =
    refusal instanceof NotUniqueError ||
    refusal instanceof RelatedMissingError ||
    refusal instanceof ValuesRefusedError;
  return isOfRow ? refusal : undefined;
}

/** Pure: what is to be done for a line, or its report where there is nothing to do. */
function decide(writing: RecordWriting, line: RecordRow, target: Target): Pending | RowReport {
  const { scope, by, moment, whyNoNew, longest } = writing;
  try {
    if (target.refusal) throw target.refusal;
    const { row } = target;
    if (!row) {
      if (whyNoNew) throw whyNoNew;
      const body = newBody(line, scope);
      assertFits(body, longest);
      return { line, target, wish: { values: readNewValues(body, scope) } };
    }
    const body = differing(line, row.view, scope, by);
    assertFits(body, longest);
    const values = readValues(body, scope);
    const change = apply(scope.model, row.view, { op: 'update', values }, moment);
    if (change.kind === 'none') return report(line, scope, row, 'unchanged');
    return { line, target, wish: { row, change } };
  } catch (error) {
    if (error instanceof DomainError) return failed(line.line, fieldErrorsIn(error));
    throw error;
  }
}

/** @throws RowTooLargeError */
function assertFits(values: object, longest: number): void {
  const bytes = statementBytes(values);
  if (bytes > longest) throw new RowTooLargeError(bytes, longest);
}

/** A line is written: further ones with its key see the row as it is now. */
function settled(
  { line, target }: Pending,
  scope: Scope,
  row: LockedRow | undefined,
  isNew: boolean,
): RowReport {
  target.row = row;
  return report(line, scope, row, isNew ? 'created' : 'updated');
}

function report(
  { line }: RecordRow,
  { model }: Scope,
  row: LockedRow | undefined,
  result: 'created' | 'updated' | 'unchanged',
): RowReport {
  const id = row?.view[model.primaryKey?.attname ?? ''];
  return { line, result, id: id as RowReport['id'] };
}

const namesKey = ({ details }: DomainError, { attname }: Field): boolean =>
  Array.isArray(details.fields) && details.fields.includes(attname);

/** A file has no `If-Match` and holds no lease. */
const UNCONDITIONAL = { ifMatch: undefined, leaseToken: undefined };

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/index.js';
import { DomainError } from '../../domain-error.js';
import type { Field } from '../../model/index.js';
import { apply, type Change, type LockedRow, type Moment } from '../commands.js';
import { bind, columnOf, concat, type Scope } from '../query/index.js';
import { RecordRows } from '../record-rows.js';
import {
  NotUniqueError,
  RefusedByTriggerError,
  RelatedMissingError,
  ValuesRefusedError,
} from '../records.errors.js';
import type { WriteScope } from '../write-policy.js';
import { readNewValues, readValues, type Values } from '../write-values.js';
import { failed, fieldErrorsIn, type RowReport } from './import-report.js';
import { ImportSpellingsRepository } from './import-spellings.repository.js';
import { differing, newBody, type RecordRow } from './record-import-rows.js';
import { statementBytes } from './statement-size.js';
import { RowTooLargeError } from './transfer.errors.js';

/** What the rows of one transaction have in common. */
export interface RecordWriting {
  readonly tx: Tx;
  readonly scope: WriteScope;
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

/** The rows of one batch, by the text of their key as lines spell it, and by their primary key. */
interface Known {
  readonly byText: Map<string, Target>;
  readonly byKey: Map<string, Target>;
  /** Whether the line names no row so far, and another text could be the same key. */
  isSpelledTwice(line: RecordRow): boolean;
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
    const known = await this.aim(writing, lines);
    for (const line of lines) {
      // A second line with the same key sees what the first one did.
      if (pending.some(({ target }) => target === known.byText.get(line.keyText)))
        reports.push(...(await this.flush(writing, known, pending.splice(0))));
      let decided = decide(writing, line, targetOf(line, known));
      if ('result' in decided && known.isSpelledTwice(line)) {
        reports.push(...(await this.flush(writing, known, pending.splice(0))));
        if (await this.findSpelling(writing, known, line))
          decided = decide(writing, line, targetOf(line, known));
      }
      if ('result' in decided) reports.push(decided);
      else pending.push(decided);
    }
    return [...reports, ...(await this.flush(writing, known, pending))];
  }

  /** Finds what the lines name: the rows whose keys are just these texts, or that the database calls equal to them. */
  private async aim(writing: RecordWriting, lines: readonly RecordRow[]): Promise<Known> {
    const { tx, scope, by } = writing;
    const keys = new Map(lines.map(({ keyText, key }) => [keyText, key]));
    const found = await this.rows.findBy(tx, scope, by, [...keys.values()]);
    const refusals = await this.refusals(writing, [...found.values()]);
    const known = knownOf([...found.keys(), ...keys.keys()]);
    for (const [text, row] of found) {
      const target = { row, refusal: refusals.get(row.key) };
      known.byText.set(text, target);
      known.byKey.set(row.key, target);
    }
    // Otherwise a line is taken for one of a new row, and found when that cannot be made.
    const isAllNamed = [...found.keys()].every((text) => keys.has(text));
    if (!isAllNamed)
      for (const line of lines)
        if (!known.byText.has(line.keyText)) await this.findSpelling(writing, known, line);
    return known;
  }

  /**
   * The row whose key the database calls equal: in case, accents, spaces at the end. Old collations also call texts equal that have
   * nothing in common: those are no spellings.
   * @returns undefined where there is none
   */
  private async findSpelling(
    writing: RecordWriting,
    known: Known,
    line: RecordRow,
  ): Promise<Target | undefined> {
    const row = await this.lockOne(writing, line);
    if (!row) return undefined;
    const { tx, by } = writing;
    const text = String(row.view[by.attname]);
    const isSpelling = await this.spellings.isSpelling(tx, text, line.keyText);
    const target = isSpelling
      ? (known.byKey.get(row.key) ?? { row, refusal: await this.refusal(writing, [row]) })
      : { row, refusal: new NotUniqueError([by.attname]) };
    known.byText.set(line.keyText, target);
    if (isSpelling) known.byKey.set(row.key, target);
    return target;
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

  private async flush(
    writing: RecordWriting,
    known: Known,
    pending: readonly Pending[],
  ): Promise<RowReport[]> {
    if (pending.length > 1) {
      const together = await this.attempt(writing, () =>
        this.writeTogether(writing, known, pending),
      );
      if (!(together instanceof DomainError) && together) return together;
    }
    const reports: RowReport[] = [];
    for (const one of pending) reports.push(await this.writeOne(writing, known, one));
    return reports;
  }

  /** @returns undefined, and something may be written, where the new rows cannot be told apart */
  private async writeTogether(
    { tx, scope, by }: RecordWriting,
    known: Known,
    pending: readonly Pending[],
  ): Promise<RowReport[] | undefined> {
    const changes = pending.flatMap(({ wish }) => ('row' in wish ? [wish] : []));
    const fresh = pending.flatMap(({ wish }) => ('row' in wish ? [] : [wish.values]));
    const { after } = await this.rows.carryOut(tx, scope, changes);
    const made = fresh.length === 0 ? [] : await this.rows.insertMany(tx, scope, fresh, by);
    if (!made) return undefined;
    const [changed, created] = [after.values(), made.values()];
    return pending.map((one) => {
      const isNew = 'values' in one.wish;
      const row = (isNew ? created : changed).next().value;
      return settled(one, known, scope, row);
    });
  }

  private async writeOne(
    writing: RecordWriting,
    known: Known,
    pending: Pending,
  ): Promise<RowReport> {
    const { line, target, wish } = pending;
    const { tx, scope, by } = writing;
    // Another spelling of the key was written before.
    if ('row' in wish && wish.row !== target.row) return this.again(writing, known, line);
    const done = await this.attempt(writing, async () => {
      if ('values' in wish) return this.rows.insert(tx, scope, wish.values);
      const { after } = await this.rows.carryOut(tx, scope, [wish]);
      return after[0];
    });
    if (!(done instanceof DomainError)) return settled(pending, known, scope, done);
    // Under another spelling it is there, or somebody made it since we looked.
    const isThere = 'values' in wish && namesKey(done, by);
    if (isThere && (await this.findSpelling(writing, known, line)))
      return this.again(writing, known, line);
    return failed(line.line, fieldErrorsIn(done));
  }

  private async again(writing: RecordWriting, known: Known, line: RecordRow): Promise<RowReport> {
    const decided = decide(writing, line, targetOf(line, known));
    return 'result' in decided ? decided : this.writeOne(writing, known, decided);
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

function refusalOf(error: unknown, { policy }: WriteScope): DomainError | undefined {
  const refusal = policy.refusal(error);
  const isOfRow =
    refusal instanceof NotUniqueError ||
    refusal instanceof RelatedMissingError ||
    refusal instanceof RefusedByTriggerError ||
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

function knownOf(texts: readonly string[]): Known {
  const spellings = new Map<string, Set<string>>();
  for (const text of texts)
    spellings.set(folded(text), (spellings.get(folded(text)) ?? new Set()).add(text));
  const byText: Known['byText'] = new Map();
  return {
    byText,
    byKey: new Map(),
    isSpelledTwice: ({ keyText }) =>
      byText.get(keyText)?.row === undefined && (spellings.get(folded(keyText))?.size ?? 0) > 1,
  };
}

/** Without case, accents and spaces at the end: what a collation may call equal, as far as that can be told without it. */
const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trimEnd();

/** What the line names; a row that is not there yet is one for all lines that spell its key so. */
function targetOf({ keyText }: RecordRow, { byText }: Known): Target {
  const target = byText.get(keyText) ?? { row: undefined, refusal: undefined };
  byText.set(keyText, target);
  return target;
}

/** A line is written: further ones with its key see the row as it is now. */
function settled(
  { line, target, wish }: Pending,
  { byKey }: Known,
  scope: Scope,
  row: LockedRow | undefined,
): RowReport {
  target.row = row;
  if (row) byKey.set(row.key, target);
  return report(line, scope, row, 'values' in wish ? 'created' : 'updated');
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

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/index.js';
import { DomainError } from '../../domain-error.js';
import { ValidationFailedError } from '../../http/index.js';
import {
  assertFits,
  failed,
  fieldErrorsIn,
  type LockedRow,
  RecordLocks,
  RecordRows,
  type RowReport,
  type RowValues,
  statementBytes,
} from '../../records/index.js';
import { AssetScope } from '../asset-scope.js';
import { FIELDS } from '../asset.model.js';
import { viewOf } from '../assets.service.js';
import { DuplicateValueError, toDuplicateValue } from '../assets.errors.js';
import type { AssetPatch } from '../dto/asset.dto.js';
import { ImportKeysRepository, type UniqueField } from './import-keys.repository.js';
import { asNew, changesOf, isWhole, type NamedRow, spellingsOf } from './import-rows.js';
import type { Takings } from './takings.js';

/** What the rows of one transaction have in common. */
export interface WriteSettings {
  readonly key: UniqueField;
  readonly takings: Takings;
  /** Bytes of the longest statement. */
  readonly longest: number;
}

/** The asset that rows name with one key, as it is now: a file may name it more than once, in more than one spelling. */
interface Target {
  row: LockedRow | undefined;
  /** What counts as a spelling of its key; see `Comparison`. */
  spelling: number;
  /** Why it may not be written. */
  readonly refusal: DomainError | undefined;
}

/** A row and what it names. */
interface Aimed {
  readonly row: NamedRow;
  readonly target: Target;
  readonly spelling: number;
}

interface Batch extends WriteSettings {
  readonly tx: Tx;
  /** By the key of their assets. */
  readonly targets: ReadonlyMap<string, Target>;
}

/** Writes one batch of rows inside a transaction. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly scope: AssetScope,
    private readonly locks: RecordLocks,
    private readonly rows: RecordRows,
    private readonly keys: ImportKeysRepository,
  ) {}

  /**
   * Locks the assets that the rows name, in one statement by ascending id, and writes row by row in the order of the file;
   * where nothing can come of it, new assets first and together. A row that is refused undoes only itself: MySQL undoes the one
   * statement.
   * @returns a report for each row, in no order
   */
  async write(tx: Tx, rows: readonly NamedRow[], settings: WriteSettings): Promise<RowReport[]> {
    const { key } = settings;
    const assets = await this.lock(tx, key, spellingsOf(rows, key));
    const refusals = await this.refusals(tx, assets);
    const targets = new Map(
      assets.map((row) => [row.key, { row, spelling: 0, refusal: refusals.get(row.key) }]),
    );
    const texts = assets.map((row) => String(viewOf(row)[key]));
    const aimed = await this.aim(tx, key, rows, { targets: [...targets.values()], texts });
    const fresh = aimed.filter(
      ({ target }, at) => !target.row && aimed.findIndex((other) => other.target === target) === at,
    );
    const news = fresh.map(({ row }) => this.scope.valuesOf(row.patch).cells);
    if (news.length > 0) await this.scope.policy.beforeCreates(tx, news);
    const batch: Batch = { ...settings, tx, targets };
    const isInOrder = aimed.every((one) => !changesOther(key, one));
    const reports = isInOrder ? await this.insertTogether(batch, fresh) : [];
    const written = new Set(reports.map(({ line }) => line));
    for (const one of aimed)
      if (!written.has(one.row.line)) reports.push(await this.reported(batch, one));
    return reports;
  }

  /** The rows of a file that would be refused whatever is locked: what their assets have already is let pass. */
  async refused(rows: readonly NamedRow[], key: UniqueField): Promise<RowReport[]> {
    const doubtful = rows.filter(({ errors }) => errors.length > 0);
    if (doubtful.length === 0) return [];
    const views = await this.keys.find(key, spellingsOf(doubtful, key));
    const known = views.map((view) => ({ view, ...newTarget() }));
    const texts = views.map((view) => String(view[key]));
    const aimed = await this.aim(undefined, key, doubtful, { targets: known, texts });
    return aimed.flatMap(({ row, target }) => {
      const view = known.find((one) => one === target)?.view;
      const { errors } = view ? changesOf(row, view) : row;
      return errors.length > 0 ? [failed(row.line, errors)] : [];
    });
  }

  /** The assets whose field has one of these values, by its collation, locked by ascending id. */
  private async lock(tx: Tx, field: UniqueField, values: readonly string[]): Promise<LockedRow[]> {
    return [...(await this.locks.findBy(tx, this.scope, FIELDS[field], values)).values()];
  }

  /**
   * Finds what each row names: the asset that has just the given text, or the one whose key is equal to the database.
   * @param known assets that may be meant, and the texts of their keys
   */
  private async aim(
    tx: Tx | undefined,
    key: UniqueField,
    rows: readonly NamedRow[],
    known: { readonly targets: readonly Target[]; readonly texts: readonly string[] },
  ): Promise<Aimed[]> {
    const { targets, texts } = known;
    const all = [...texts, ...rows.map(({ keyValue }) => keyValue)];
    const compared = await this.keys.compare(tx, key, all);
    const byText = new Map(targets.map((target, at) => [texts[at], target]));
    const byKey = new Map<number, Target>();
    targets.forEach((target, at) => {
      target.spelling = compared[at]?.spelling ?? 0;
      byKey.set(compared[at]?.key ?? 0, target);
    });
    return compared.slice(targets.length).flatMap((place, at) => {
      const row = rows[at];
      if (!row) return [];
      const exact = byText.get(String(row.given[key]));
      const target = exact ?? byKey.get(place.key) ?? newTarget();
      if (!exact) byKey.set(place.key, target);
      return [{ row, target, spelling: exact?.spelling ?? place.spelling }];
    });
  }

  /** Which assets may not be written, and why: asked at once, and one by one only where somebody holds a lease. */
  private async refusals(
    tx: Tx,
    assets: readonly LockedRow[],
  ): Promise<ReadonlyMap<string, DomainError>> {
    if (!(await this.refusal(tx, assets))) return new Map();
    const refused = new Map<string, DomainError>();
    for (const asset of assets) {
      const refusal = await this.refusal(tx, [asset]);
      if (refusal) refused.set(asset.key, refusal);
    }
    return refused;
  }

  private async refusal(tx: Tx, assets: readonly LockedRow[]): Promise<DomainError | undefined> {
    try {
      await this.locks.admit(tx, this.scope, assets, UNCONDITIONAL);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /**
   * Most files bring mostly new assets: one INSERT for all of them costs a tenth.
   * @returns none, and nothing is written, when they need one each: a row is refused, or is to get a tag
   */
  private async insertTogether(
    { tx, key, longest }: Batch,
    aimed: readonly Aimed[],
  ): Promise<RowReport[]> {
    const [first] = aimed;
    if (!first || !aimed.every(({ row }) => isWhole(row, first.row))) return [];
    const assets = aimed.map(({ row }) => asNew(row));
    if (assets.reduce((sum, asset) => sum + statementBytes(asset), 0) > longest) return [];
    const values = assets.map((asset) => this.scope.valuesOf(asset));
    const made = await this.insertMany(tx, values, key);
    return aimed.slice(0, made.length).map(({ row, target, spelling }, at) => {
      target.row = made[at];
      target.spelling = spelling;
      return { line: row.line, result: 'created', id: idOf(made[at]) };
    });
  }

  private async insertMany(
    tx: Tx,
    values: readonly RowValues[],
    key: UniqueField,
  ): Promise<readonly LockedRow[]> {
    await tx.query('SAVEPOINT import_rows');
    try {
      const made = await this.rows.insertMany(tx, this.scope, values, FIELDS[key]);
      if (made) return made;
    } catch (error) {
      if (!toDuplicateValue(error)) throw error;
    }
    await tx.query('ROLLBACK TO SAVEPOINT import_rows');
    return [];
  }

  /** Refusals of rules and of unique indexes are the row's; anything else ends the transaction. */
  private async reported(batch: Batch, aimed: Aimed): Promise<RowReport> {
    try {
      return await this.upsert(batch, aimed);
    } catch (error) {
      const refusal = error instanceof DomainError ? error : toDuplicateValue(error);
      if (!refusal) throw error;
      return failed(aimed.row.line, fieldErrorsIn(refusal));
    }
  }

  private async upsert(batch: Batch, { row, target, spelling }: Aimed): Promise<RowReport> {
    if (!target.row) return this.create(batch, row, target, spelling);
    if (target.spelling !== spelling) throw new DuplicateValueError(batch.key);
    return this.change(batch, row, target, target.row);
  }

  private async change(
    batch: Batch,
    row: NamedRow,
    target: Target,
    asset: LockedRow,
  ): Promise<RowReport> {
    const { tx, takings, longest } = batch;
    if (target.refusal) throw target.refusal;
    const before = viewOf(asset);
    const { changes, errors } = changesOf(row, before);
    if (errors.length > 0) throw new ValidationFailedError(errors);
    assertFits(changes, longest);
    const now = await this.taking(batch, row, () => this.patch(tx, asset, changes));
    target.row = now;
    const isPaid = takings.pay(before.id, row.given);
    const result = isPaid || viewOf(now).version !== before.version ? 'updated' : 'unchanged';
    return { line: row.line, result, id: before.id };
  }

  private async patch(tx: Tx, asset: LockedRow, patch: AssetPatch): Promise<LockedRow> {
    const values = this.scope.valuesOf(patch);
    const { after } = await this.rows.write(tx, this.scope, [asset], { op: 'update', values });
    return after[0] ?? asset;
  }

  private async create(
    batch: Batch,
    row: NamedRow,
    target: Target,
    spelling: number,
  ): Promise<RowReport> {
    const { tx, key, longest } = batch;
    const values = asNew(row);
    assertFits(values, longest);
    try {
      target.row = await this.taking(batch, row, () =>
        this.rows.insert(tx, this.scope, this.scope.valuesOf(values)),
      );
      target.spelling = spelling;
      return { line: row.line, result: 'created', id: idOf(target.row) };
    } catch (error) {
      if (toDuplicateValue(error)?.details.field !== key) throw error;
      // Somebody made it since we looked.
      const [asset] = await this.lock(tx, key, [row.keyValue]);
      if (!asset) throw error;
      const refusal = await this.refusal(tx, [asset]);
      const [aimed] = await this.aim(tx, key, [row], {
        targets: [{ row: asset, spelling: 0, refusal }],
        texts: [String(viewOf(asset)[key])],
      });
      if (!aimed) throw error;
      return this.upsert(batch, aimed);
    }
  }

  /**
   * Does the work, if need be with the value of a unique column taken from the asset that has it, for which another row of
   * the file has to bring a new one: so two assets can swap their serials.
   */
  private async taking<T>(batch: Batch, row: NamedRow, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const field = toDuplicateValue(error)?.details.field;
      const other = otherThan(batch.key);
      if (field !== other || !(await this.take(batch, row, other))) throw error;
      return work();
    }
  }

  private async take(batch: Batch, row: NamedRow, field: UniqueField): Promise<boolean> {
    const { tx, targets, takings } = batch;
    const value = row.patch[field];
    const [holder] = value ? await this.lock(tx, field, [value]) : [];
    if (!holder || !takings.mayTakeFrom(targets.has(holder.key))) return false;
    if (await this.refusal(tx, [holder])) return false;
    const now = await this.patch(tx, holder, takings.placeholder(field));
    const target = targets.get(holder.key);
    if (target) target.row = now;
    takings.owe(viewOf(holder).id, field, row.line);
    return true;
  }
}

const otherThan = (key: UniqueField): UniqueField => (key === 'serial' ? 'asset_tag' : 'serial');

/** Whether the row gives its asset another value of the other unique column, which a new asset might want behind it. */
function changesOther(key: UniqueField, { row: { patch }, target: { row } }: Aimed): boolean {
  const field = otherThan(key);
  return row !== undefined && patch[field] !== undefined && patch[field] !== row.view[field];
}

const idOf = (row: LockedRow | undefined): number | undefined => row && viewOf(row).id;

const newTarget = (): Target => ({ row: undefined, spelling: 0, refusal: undefined });

/** A file has no `If-Match` and holds no lease. */
const UNCONDITIONAL = { ifMatch: undefined, leaseToken: undefined };

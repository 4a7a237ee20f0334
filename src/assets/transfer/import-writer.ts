import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../../database/index.js';
import { DomainError } from '../../domain-error.js';
import { ValidationFailedError } from '../../http/index.js';
import { AssetEdits } from '../asset-edits.js';
import { AssetLocksRepository } from '../asset-locks.repository.js';
import { AssetWrites } from '../asset-writes.js';
import type { Asset } from '../asset.entity.js';
import { toDuplicateValue } from '../assets.errors.js';
import type { AssetCreate, AssetPatch } from '../dto/asset.dto.js';
import type { ImportOptions } from './import-options.js';
import { failed, fieldErrorsIn, type RowReport } from './import-report.js';
import type { ValidRow } from './import-rows.js';

type Key = ImportOptions['key'];

/** Writes one batch of rows inside a transaction. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly locks: AssetLocksRepository,
    private readonly writes: AssetWrites,
    private readonly edits: AssetEdits,
  ) {}

  /**
   * Locks the assets that the rows name, in one statement by ascending id, and writes row by row; the counter of tags
   * comes last, with the new assets. A row that is refused undoes only itself: MySQL undoes the one statement.
   * @returns a report for each row, in no order
   */
  async write(tx: Tx, rows: readonly ValidRow[], key: Key): Promise<RowReport[]> {
    const values = rows.map(({ keyValue }) => keyValue);
    const locked = await this.lock(tx, key, values);
    const found = new Map(locked.map((asset) => [folded(asset[key] ?? ''), asset]));
    const batch = { tx, key, found, refused: await this.refusals(tx, locked) };
    const known = rows.filter(({ keyValue }) => found.has(folded(keyValue)));
    const others = rows.filter(({ keyValue }) => !found.has(folded(keyValue)));
    const together = await this.insertTogether(tx, others, key);
    const reports = together ?? [];
    for (const row of together ? known : [...known, ...others])
      reports.push(await reported(row, () => this.upsert(batch, row)));
    return reports;
  }

  /** The assets that these values name; the database compares, so its own idea of equal spellings counts. */
  private async lock(tx: Tx, key: Key, values: readonly string[]): Promise<Asset[]> {
    const marks = values.map(() => '?').join(', ');
    const filter = { sql: `asset.${key} IN (${marks})`, params: values };
    const ids = await this.locks.candidates(tx, filter, values.length);
    return this.locks.lockMatching(tx, ids, filter);
  }

  /** Which rows may not be written, and why: asked at once, and one by one only where somebody holds a lease. */
  private async refusals(
    tx: Tx,
    assets: readonly Asset[],
  ): Promise<ReadonlyMap<number, DomainError>> {
    if (!(await this.refusal(tx, assets))) return new Map();
    const refused = new Map<number, DomainError>();
    for (const asset of assets) {
      const refusal = await this.refusal(tx, [asset]);
      if (refusal) refused.set(asset.id, refusal);
    }
    return refused;
  }

  private async refusal(tx: Tx, assets: readonly Asset[]): Promise<DomainError | undefined> {
    try {
      await this.writes.admit(tx, assets, UNCONDITIONAL);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /**
   * Most files bring mostly new assets: one INSERT for all of them costs a tenth.
   * @returns undefined, and nothing is written, when they need one each: a row is refused, or is to get a tag
   */
  private async insertTogether(
    tx: Tx,
    rows: readonly ValidRow[],
    key: Key,
  ): Promise<RowReport[] | undefined> {
    if (rows.length === 0 || !rows.every(({ patch }) => isWhole(patch, rows[0]?.patch)))
      return undefined;
    try {
      await this.edits.insertMany(
        tx,
        rows.map(({ patch }) => asNew(patch)),
      );
    } catch (error) {
      if (toDuplicateValue(error)) return undefined;
      throw error;
    }
    const made = await this.lock(
      tx,
      key,
      rows.map(({ keyValue }) => keyValue),
    );
    const ids = new Map(made.map((asset) => [asset[key], asset.id]));
    return rows.map(({ line, keyValue }) => ({ line, result: 'created', id: ids.get(keyValue) }));
  }

  private async upsert({ tx, key, found, refused }: Batch, row: ValidRow): Promise<RowReport> {
    const at = folded(row.keyValue);
    const known = found.get(at);
    const { result, asset } = known
      ? await this.change(tx, known, row.patch, refused.get(known.id))
      : await this.create(tx, row, key);
    found.set(at, asset);
    return { line: row.line, result, id: asset.id };
  }

  private async change(
    tx: Tx,
    asset: Asset,
    patch: AssetPatch,
    refusal: DomainError | undefined,
  ): Promise<Written> {
    if (refusal) throw refusal;
    const now = await this.edits.change(tx, asset, patch);
    return { result: now.version === asset.version ? 'unchanged' : 'updated', asset: now };
  }

  private async create(tx: Tx, { keyValue, patch }: ValidRow, key: Key): Promise<Written> {
    try {
      return { result: 'created', asset: await this.edits.insert(tx, asNew(patch)) };
    } catch (error) {
      if (toDuplicateValue(error)?.details.field !== key) throw error;
      // Somebody made it since we looked, or the collation takes two spellings for one that we told apart.
      const [asset] = await this.lock(tx, key, [keyValue]);
      if (!asset) throw error;
      return this.change(tx, asset, patch, await this.refusal(tx, [asset]));
    }
  }
}

/** The rows of one transaction. */
interface Batch {
  readonly tx: Tx;
  readonly key: Key;
  /** The locked assets by their key; kept up to date, for a file that names an asset twice. */
  readonly found: Map<string, Asset>;
  /** Those of them that may not be written. */
  readonly refused: ReadonlyMap<number, DomainError>;
}

interface Written {
  readonly result: 'created' | 'updated' | 'unchanged';
  readonly asset: Asset;
}

/** Whether the row can be inserted as it is, and has the same fields as the first one. */
function isWhole(patch: AssetPatch, first: AssetPatch = {}): boolean {
  const fields = fieldsOf(patch);
  return (
    patch.name !== undefined &&
    patch.asset_tag !== undefined &&
    isDeepStrictEqual(fields, fieldsOf(first))
  );
}

const fieldsOf = (patch: AssetPatch): string[] =>
  Object.entries(patch).flatMap(([name, value]) => (value === undefined ? [] : [name]));

/** @throws ValidationFailedError when the name is missing */
function asNew({ name, ...patch }: AssetPatch): AssetCreate {
  if (name !== undefined) return { ...patch, name };
  throw new ValidationFailedError([
    { field: 'name', code: 'invalid_type', message: 'A new asset needs a name.' },
  ]);
}

/** A file has no `If-Match` and holds no lease. */
const UNCONDITIONAL = { ifMatch: undefined, leaseToken: undefined };

/** The collation compares without case; what else it takes for equal, the database itself finds out. */
const folded = (key: string): string => key.toLowerCase();

/** Refusals of rules and of unique indexes are the row's; anything else ends the transaction. */
async function reported(row: ValidRow, work: () => Promise<RowReport>): Promise<RowReport> {
  try {
    return await work();
  } catch (error) {
    const refusal = error instanceof DomainError ? error : toDuplicateValue(error);
    if (!refusal) throw error;
    return failed(row.line, fieldErrorsIn(refusal));
  }
}

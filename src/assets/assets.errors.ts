import { DuplicateKeyError, toDomainError, type UserId } from '../database/index.js';
import { DomainError } from '../domain-error.js';
import { type AssetView, etagOf } from './asset-view.js';
import type { AssetStatus } from './asset.model.js';

export class AssetNotFoundError extends DomainError {
  readonly code = 'asset_not_found';

  constructor(id: number) {
    super('There is no asset with this id.', { id });
  }
}

/** Of the rows that moved on, so many are named. */
const MOST_NAMED = 100;

const CHANGED =
  'The asset was changed since you read it. Nothing was written; compare and try again.';
const WEAKENED =
  'If-Match has the present ETag as a weak one (W/), which never matches (RFC 9110 section 13.1.1). Nothing was written. ' +
  'A proxy that compresses answers made it weak: send the tag without W/, or see docs/django/nginx.conf.';

/** Rows moved on since the caller read them; `current` is what to look at before trying again. */
export class PreconditionFailedError extends DomainError {
  readonly code = 'precondition_failed';

  /**
   * @param changed the rows as they are now, by id
   * @param isWeakened whether the first did not change at all, and the condition had its tag with `W/` in front
   */
  constructor(changed: readonly [AssetView, ...AssetView[]], isWeakened: boolean) {
    const named = changed.slice(0, MOST_NAMED);
    super(isWeakened ? WEAKENED : CHANGED, {
      etag: etagOf(changed[0]),
      current: changed[0],
      rows: named.map((asset) => ({ id: asset.id, etag: etagOf(asset) })),
    });
  }
}

/** `asset_tag` and `serial` are unique. */
export class DuplicateValueError extends DomainError {
  readonly code = 'duplicate_value';

  constructor(field: string, options?: ErrorOptions) {
    super(`Another asset has this ${field}.`, { field }, options);
  }
}

/** Who has an asset. */
interface Holder {
  readonly id: UserId;
  readonly username: string;
  /** ISO time of the check-out; null where the holder was set by other means. */
  readonly since: string | null;
}

type Subject = Pick<AssetView, 'id' | 'status'>;

/** Somebody was faster, or has the asset since long. */
export class AssetHeldError extends DomainError {
  readonly code = 'asset_held';

  constructor({ id, status }: Subject, holder: Holder) {
    super(`${holder.username} has this asset. It must be checked in first.`, {
      id,
      asset_status: status,
      holder,
    });
  }
}

/** A check-in of what nobody has. */
export class AssetNotHeldError extends DomainError {
  readonly code = 'asset_not_held';

  constructor({ id, status }: Subject) {
    super('Nobody has this asset, so it cannot be checked in.', { id, asset_status: status });
  }
}

/** The present status does not allow this; `allowed` are those to which the asset can go from it. */
export class StatusNotAllowedError extends DomainError {
  readonly code = 'status_not_allowed';

  constructor({ id, status }: Subject, wish: string, allowed: readonly AssetStatus[]) {
    super(`The asset is ${status}, so it cannot be ${wish}.`, {
      id,
      asset_status: status,
      allowed,
    });
  }
}

/** An allocation of more than there is; none was taken. */
export class NotEnoughAssetsError extends DomainError {
  readonly code = 'not_enough_assets';

  constructor(wanted: number, available: number) {
    super(`Only ${available} of ${wanted} are in stock. None was taken.`, { wanted, available });
  }
}

const UNIQUE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['assets_asset_asset_tag_uniq', 'asset_tag'],
  ['assets_asset_serial_uniq', 'serial'],
]);

/** The refusal of one of our unique indexes, or of a twin of one of its values, named by its field; undefined for any other error. */
export function toDuplicateValue(error: unknown): DuplicateValueError | undefined {
  if (error instanceof DuplicateValueError) return error;
  const known = error instanceof DuplicateKeyError ? error : toDomainError(error);
  if (!(known instanceof DuplicateKeyError)) return undefined;
  const field = UNIQUE_FIELDS.get(known.key);
  return field === undefined ? undefined : new DuplicateValueError(field, { cause: error });
}

import type { Actor } from '../asset-writes.js';

export interface ImportOptions {
  readonly format: 'csv' | 'ndjson';
  /** What stands between two cells of CSV; without it the file tells. */
  readonly delimiter?: string | undefined;
  /** The column by which a row finds its asset. */
  readonly key: 'asset_tag' | 'serial';
  /** `atomic`: all rows or none. `rows`: every row that can be written. */
  readonly mode: 'atomic' | 'rows';
  /** Everything is tried and undone. */
  readonly dryRun: boolean;
  readonly actor: Actor;
  /** Seconds to wait for a locked row. */
  readonly lockWait?: number | undefined;
  /** Ends the import between two batches. */
  readonly signal?: AbortSignal | undefined;
}

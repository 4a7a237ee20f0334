import { call } from './call.js';
import type { Http } from './http.js';
import type { Key, ModelTypes } from './models.js';
import { headersOf, type WriteOptions } from './outcomes.js';
import { dataOf, type Problem } from './problem.js';

/** An operation on a row of one of these models; it is the batch's own whether it is done (`if_match`, `lease_token`). */
export type BatchOperation<Models extends { [L in keyof Models]: ModelTypes }> = {
  [L in keyof Models & string]:
    | {
        readonly op: 'create';
        readonly model: L;
        readonly values: Models[L]['create'];
        readonly note?: string;
      }
    | (OperationRow<L, Models[L]['key']> & {
        readonly op: 'update';
        readonly set: Models[L]['update'];
      })
    | (OperationRow<L, Models[L]['key']> & { readonly op: 'delete' });
}[keyof Models & string];

interface OperationRow<L, K extends Key> {
  readonly model: L;
  readonly key: K;
  readonly if_match?: string;
  readonly lease_token?: string;
  readonly note?: string;
}

/** What became of one operation: the status that it would have had alone, with the row as it is now, or why not. */
export interface BatchResult extends Partial<Pick<Problem, 'detail'>> {
  readonly index: number;
  readonly op: string;
  readonly model: string;
  readonly status: number;
  readonly key?: Key;
  readonly etag?: string;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly code?: string;
}

export interface BatchAnswer {
  readonly atomic: boolean;
  readonly failed: number;
  readonly results: readonly BatchResult[];
}

/** @throws LockstepError of the operation that failed, when it is atomic */
export async function sendBatch(
  http: Http,
  operations: readonly object[],
  { atomic = true, ...options }: WriteOptions & { readonly atomic?: boolean },
): Promise<BatchAnswer> {
  return dataOf(
    await call<BatchAnswer>(http, {
      method: 'POST',
      path: '/api/batch',
      body: { atomic, operations },
      headers: headersOf(options),
      signal: options.signal,
    }),
  );
}

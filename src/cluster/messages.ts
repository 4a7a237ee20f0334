/** What a worker tells the primary over Node's IPC channel. */
export type ToPrimary =
  | { readonly kind: 'ready' }
  | { readonly kind: 'collect'; readonly id: number }
  | { readonly kind: 'part'; readonly id: number; readonly part: unknown };

/** What the primary tells a worker. */
export type ToWorker =
  | { readonly kind: 'give'; readonly id: number }
  | { readonly kind: 'collected'; readonly id: number; readonly parts: readonly unknown[] };

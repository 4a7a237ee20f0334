import type { Outcome } from '../limits/index.js';

/** What a worker wants to know of the primary. */
export type Question =
  /** The parts of all workers. */
  | { readonly kind: 'collect' }
  /** Answered when the database runs. */
  | { readonly kind: 'database' }
  /** One more request of this caller: how many are that? */
  | { readonly kind: 'count'; readonly caller: string }
  /** May this login be tried? Its number is that of the question. */
  | { readonly kind: 'login'; readonly key: string; readonly most: number };

/** What a worker tells the primary over Node's IPC channel. */
export type ToPrimary =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'part'; readonly id: number; readonly part: unknown }
  | { readonly kind: 'end'; readonly id: number; readonly outcome: Outcome };

/** What the primary tells a worker. */
export type ToWorker =
  | { readonly kind: 'give'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown };

import type { Holder } from '@lockstep/client';
import { LockstepError } from '@lockstep/client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { codeOf, lockstep, rowsOf } from '../api/lockstep.js';
import type { Model } from '../api/models.js';

/** Outlives a browser that crashed by less than a minute. */
const LEASE_SECONDS = 45;
const RENEW_MS = 15_000;
const LOOK_MS = 2_000;

/** Who edits the row. */
type LeaseState =
  | { readonly kind: 'none' }
  | { readonly kind: 'mine' }
  | { readonly kind: 'theirs'; readonly lease: Holder }
  /** A transaction holds the row, so that no lease can be taken yet. */
  | { readonly kind: 'locked' };

export interface Lease {
  readonly state: LeaseState;
  /** For writes. */
  readonly token: () => string | undefined;
  /** Ends the lease of another window, which only its holder and superusers may. */
  readonly takeOver: () => Promise<void>;
}

/**
 * The lease on a row while its form is open: taken, renewed, given back. While somebody else has it, it is asked for again.
 * @param onTaken after somebody else had it: the row may be another now
 */
export function useLease(model: Model, key: string, isWanted: boolean, onTaken: () => void): Lease {
  const [state, setState] = useState<LeaseState>({ kind: 'none' });
  const token = useRef<string>(undefined);
  const again = useRef<() => void>(undefined);
  const taken = useEffectEvent(onTaken);
  useEffect(() => {
    if (!isWanted) return undefined;
    const rows = rowsOf(model.label);
    let isOver = false;
    let wasTheirs = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** @returns milliseconds until the next look; undefined: none */
    const step = async (): Promise<number | undefined> => {
      if (wasTheirs) {
        const lease = await rows.leaseOf(key);
        if (lease) {
          setState({ kind: 'theirs', lease });
          return LOOK_MS;
        }
      }
      const own = token.current === undefined ? {} : { leaseToken: token.current };
      try {
        const lease = await rows.lease(key, LEASE_SECONDS, { wait: 0, ...own });
        if (isOver) {
          await rows.giveUpLease(key, lease.token);
          return undefined;
        }
        token.current = lease.token;
        setState({ kind: 'mine' });
        if (wasTheirs) taken();
        wasTheirs = false;
        return RENEW_MS;
      } catch (error) {
        const code = codeOf(error);
        if (code === 'row_locked') {
          if (token.current === undefined) setState({ kind: 'locked' });
          return LOOK_MS;
        }
        if (code !== 'lease_held' && code !== 'lease_lost')
          return code?.endsWith('_not_found') ? undefined : LOOK_MS;
        token.current = undefined;
        if (code === 'lease_lost') return 0;
        wasTheirs = true;
        setState({ kind: 'theirs', lease: leaseIn(error) });
        return LOOK_MS;
      }
    };
    const loop = async (): Promise<void> => {
      clearTimeout(timer);
      const pause = await step().catch(() => LOOK_MS);
      if (!isOver && pause !== undefined) timer = setTimeout(() => void loop(), pause);
    };
    again.current = () => void loop();
    const giveBack = (): void => {
      const own = token.current;
      token.current = undefined;
      if (own !== undefined) void endLease(model, key, own);
    };
    const onShow = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) void loop();
    };
    void loop();
    addEventListener('pagehide', giveBack);
    addEventListener('pageshow', onShow);
    return () => {
      isOver = true;
      clearTimeout(timer);
      removeEventListener('pagehide', giveBack);
      removeEventListener('pageshow', onShow);
      giveBack();
    };
  }, [model, key, isWanted]);
  return {
    state,
    token: () => token.current,
    takeOver: async () => {
      await endLease(model, key);
      again.current?.();
    },
  };
}

const leaseIn = (error: unknown): Holder =>
  (error instanceof LockstepError ? error.problem?.lease : undefined) as Holder;

/** Also while the page goes away: the request outlives it. */
async function endLease({ url }: Model, key: string, token?: string): Promise<void> {
  const path = `${url}/${encodeURIComponent(key)}/lease`;
  const headers: Record<string, string> = token === undefined ? {} : { 'Lease-Token': token };
  await lockstep.http
    .send(new Request(path, { method: 'DELETE', headers, keepalive: true }))
    // What cannot be given back runs out.
    .catch(() => undefined);
}

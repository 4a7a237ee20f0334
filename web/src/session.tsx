import type { User } from '@lockstep/client';
import { createContext, useContext, useEffect, useEffectEvent } from 'react';
import type { FeedEvent, Feed } from './api/feed.js';
import type { Model } from './api/models.js';

/** Who is logged in, as `GET /api/auth/me` tells. */
export type Me = User;

/** What every page knows. */
export interface Session {
  readonly me: Me;
  readonly models: ReadonlyMap<string, Model>;
  readonly feed: Feed;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('outside of a session');
  return session;
}

/** @returns undefined for a model that is not served, or that the user may not see */
export const useModel = (label: string | undefined): Model | undefined =>
  useSession().models.get(label ?? '');

/** Calls `listener` at each change of a row of the model, and `resume` when some may have been missed. */
export function useFeed(
  label: string,
  listener: (event: FeedEvent) => void,
  resume?: () => void,
): void {
  const { feed } = useSession();
  const onEvent = useEffectEvent((event: FeedEvent) => {
    if (event.model === label) listener(event);
  });
  const onResume = useEffectEvent(() => {
    resume?.();
  });
  useEffect(() => {
    const ends = [
      feed.listen((event) => {
        onEvent(event);
      }),
      feed.onResume(() => {
        onResume();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [feed]);
}

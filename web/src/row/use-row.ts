import type { Row as ReadRow } from '@lockstep/client';
import { useCallback, useEffect, useState } from 'react';
import { codeOf, type Row, rowsOf } from '../api/lockstep.js';
import { isKeyOf, type Model } from '../api/models.js';
import { useFeed } from '../session.js';
import { type Difference, type Draft, draftOf, rebase } from './merge.js';

/** How often a row is looked at, for writers whom no trigger tells of. Nothing is sent when it is as it was. */
const LOOK_MS = 10_000;

/** What somebody else did to a field while the form was open. */
export interface Arrival {
  readonly by: string | null;
  readonly before: unknown;
}

/** A row in a form, and what has happened to it since. */
export interface RowState {
  readonly etag: string;
  readonly draft: Draft;
  /** Fields that changed under the form, by name. */
  readonly arrivals: Readonly<Record<string, Arrival>>;
}

export interface OpenRow {
  readonly state: RowState | undefined;
  readonly error: unknown;
  /** Who deleted it, if they are known. */
  readonly deletedBy: string | null | undefined;
  readonly change: (edit: (draft: Draft) => Draft) => void;
  /** The row as it is now comes under the form. */
  readonly meet: (row: ReadRow<Row>, by: string | null) => Difference[];
  /** The form begins anew with this row. */
  readonly begin: (row: ReadRow<Row>) => void;
  readonly look: () => void;
}

/** Reads a row and follows it: by the feed at once, and by looking. */
export function useRow(model: Model, key: string): OpenRow {
  const [state, setState] = useState<RowState>();
  const [error, setError] = useState<unknown>();
  const [deletedBy, setDeletedBy] = useState<string | null>();
  const begin = useCallback((row: ReadRow<Row>) => {
    setState({ etag: row.etag, draft: draftOf(row.value), arrivals: {} });
  }, []);
  const read = useCallback(
    async (by: string | null): Promise<void> => {
      try {
        const row = await rowsOf(model.label).get(key);
        setState((old) => (old ? met(old, row, by) : met(opened(row), row, by)));
        setDeletedBy(undefined);
        setError(undefined);
      } catch (failure) {
        if (codeOf(failure)?.endsWith('_not_found')) setDeletedBy((old) => old ?? by);
        else setError(failure);
      }
    },
    [model, key],
  );
  useEffect(() => {
    setState(undefined);
    void read(null);
    const timer = setInterval(() => {
      if (!document.hidden) void read(null);
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [read]);
  useFeed(
    model.label,
    (event) => {
      if (!state || !isKeyOf(model, state.draft.base, event.key)) return;
      void read(event.actor?.username ?? null);
    },
    () => void read(null),
  );
  return {
    state,
    error,
    deletedBy,
    begin,
    change: (edit) => {
      setState((old) => old && { ...old, draft: edit(old.draft) });
    },
    meet: (row, by) => {
      setState((old) => old && met(old, row, by));
      return state ? rebase(state.draft, row.value).differences : [];
    },
    look: () => void read(null),
  };
}

const opened = (row: ReadRow<Row>): RowState => ({
  etag: row.etag,
  draft: draftOf(row.value),
  arrivals: {},
});

function met(state: RowState, row: ReadRow<Row>, by: string | null): RowState {
  const { draft, differences } = rebase(state.draft, row.value);
  if (differences.length === 0)
    return state.etag === row.etag ? state : { ...state, etag: row.etag };
  const arrivals: Record<string, Arrival> = { ...state.arrivals };
  for (const { name, before } of differences) arrivals[name] = { by, before };
  return { etag: row.etag, draft, arrivals };
}

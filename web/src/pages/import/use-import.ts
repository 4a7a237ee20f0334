import type { ImportSummary, RowReport } from '@lockstep/client';
import { useRef, useState } from 'react';
import { messageOf, rowsOf } from '../../api/lockstep.js';

export interface ImportWish {
  readonly label: string;
  readonly file: Blob;
  readonly type: 'text/csv' | 'application/x-ndjson';
  readonly key: string;
  readonly mode: 'atomic' | 'rows';
  readonly dryRun: boolean;
}

export interface ImportState {
  readonly isRunning: boolean;
  readonly lines: number;
  /** Lines that were refused. */
  readonly refused: readonly RowReport[];
  readonly summary?: ImportSummary;
  readonly failure?: string;
}

const NOTHING: ImportState = { isRunning: false, lines: 0, refused: [] };

/** One import at a time, told of as it goes on. */
export function useImport() {
  const [state, setState] = useState<ImportState>(NOTHING);
  const running = useRef<AbortController>(undefined);
  const run = async ({ label, file, ...options }: ImportWish): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setState({ ...NOTHING, isRunning: true });
    const onProgress = (reports: readonly RowReport[]): void => {
      const refused = reports.filter(({ result }) => result === 'failed');
      setState((before) => ({
        ...before,
        lines: before.lines + reports.length,
        refused: refused.length > 0 ? [...before.refused, ...refused] : before.refused,
      }));
    };
    try {
      const summary = await rowsOf(label).import(file, { ...options, onProgress, signal });
      setState((before) => ({ ...before, isRunning: false, summary }));
    } catch (error) {
      const failure = signal.aborted ? {} : { failure: messageOf(error) };
      setState((before) => ({ ...before, isRunning: false, ...failure }));
    }
  };
  const stop = (): void => running.current?.abort();
  const reset = (): void => {
    stop();
    setState(NOTHING);
  };
  return { state, run, stop, reset };
}

import {
  Alert,
  Button,
  LinearProgress,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import type { RowReport } from '@lockstep/client';
import { type JSX, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { ImportState } from './use-import.js';

const say = 'lockstep.pages.import';

/** Refused lines that are shown; the file has all of them. */
const MOST_SHOWN = 50;

/** How far an import is, how it ended, and what was refused. */
export function ImportResult({
  state,
  file,
}: {
  state: ImportState;
  file: File | undefined;
}): JSX.Element {
  const translate = useTranslate();
  const total = useLines(file);
  const { isRunning, lines, summary, failure, refused } = state;
  const progress = total === undefined ? undefined : Math.min(100, (100 * lines) / total);
  return (
    <Stack spacing={2} aria-live="polite">
      {isRunning && (
        <div>
          <LinearProgress
            aria-label={translate(`${say}.title`)}
            {...(progress === undefined ? {} : { variant: 'determinate', value: progress })}
          />
          <Typography>
            {translate(`${say}.${total === undefined ? 'lines' : 'progress'}`, {
              done: lines,
              total,
            })}
          </Typography>
        </div>
      )}
      {failure !== undefined && <Alert severity="error">{failure}</Alert>}
      {summary && (
        <Alert severity={summary.failed > 0 ? 'warning' : 'success'}>
          {translate(`${say}.${summary.dry_run ? 'tried' : 'done'}`, { ...summary })}
        </Alert>
      )}
      {refused.length > 0 && <Refused refused={refused} />}
    </Stack>
  );
}

function Refused({ refused }: { refused: readonly RowReport[] }): JSX.Element {
  const translate = useTranslate();
  const download = (): void => {
    const lines = refused.flatMap(({ line, errors = [] }) =>
      errors.map(({ field, message }) => [String(line), field, message].map(quoted).join(',')),
    );
    const text = `line,field,message\r\n${lines.map((line) => `${line}\r\n`).join('')}`;
    const link = document.createElement('a');
    // With a byte order mark, as Excel wants it.
    link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
    link.download = 'refused.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <Stack direction="row" sx={{ justifyContent: 'space-between' }}>
        <Typography component="h2" variant="h6">
          {translate(`${say}.errors`)}
        </Typography>
        <Button onClick={download}>{translate(`${say}.download`)}</Button>
      </Stack>
      <Table size="small">
        <TableHead>
          <TableRow>
            {['line', 'field', 'message'].map((name) => (
              <TableCell key={name}>
                {translate(`${say}.${name === 'field' ? 'column' : name}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {refused.slice(0, MOST_SHOWN).flatMap(({ line, errors = [] }) =>
            errors.map(({ field, message }) => (
              <TableRow key={`${line} ${field}`}>
                <TableCell>{line}</TableCell>
                <TableCell>{field}</TableCell>
                <TableCell>{message}</TableCell>
              </TableRow>
            )),
          )}
        </TableBody>
      </Table>
    </>
  );
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** How many lines the file has, about: a line break may stand inside of a cell. */
function useLines(file: File | undefined): number | undefined {
  const [count, setCount] = useState<number>();
  useEffect(() => {
    let isCurrent = true;
    setCount(undefined);
    void file?.text().then((text) => {
      const lines = text.split('\n').filter((line) => line.trim() !== '').length;
      const isCsv = !/\.(nd)?jsonl?$/i.test(file.name);
      if (isCurrent) setCount(Math.max(1, lines - (isCsv ? 1 : 0)));
    });
    return () => {
      isCurrent = false;
    };
  }, [file]);
  return count;
}

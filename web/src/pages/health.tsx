import { Alert, Stack, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { JSX } from 'react';
import { useTranslate } from 'react-admin';
import { useSession } from '../session.js';
import { Findings } from './findings.js';
import { Page } from './page.js';
import { usePolled } from './use-polled.js';

const LOOK_MS = 5000;

/** What the service says of itself and of its database, looked at again and again. */
export default function HealthPage(): JSX.Element {
  const translate = useTranslate();
  const { models } = useSession();
  const { data, error } = usePolled(look, LOOK_MS);
  const readOnly = [...models.values()].filter(({ read_only_reason }) => read_only_reason !== null);
  return (
    <Page title="lockstep.pages.health.title">
      <Stack spacing={2}>
        {error !== undefined && (
          <Alert severity="error">{translate('lockstep.pages.health.away')}</Alert>
        )}
        {data && (
          <Alert severity={data.isOk ? 'success' : 'error'}>
            {translate(`lockstep.pages.health.${data.isOk ? 'ok' : 'bad'}`)}
          </Alert>
        )}
        {data && (
          <Pairs
            head={['lockstep.pages.health.check', 'lockstep.pages.health.state']}
            pairs={Object.entries(data.checks)}
          />
        )}
        {readOnly.length > 0 && (
          <Pairs
            head={['lockstep.pages.health.read_only', 'lockstep.pages.import.message']}
            pairs={readOnly.map(({ label, read_only_reason }) => [label, read_only_reason ?? ''])}
          />
        )}
        <Findings />
      </Stack>
    </Page>
  );
}

/** 503 is an answer, too: it says what is wrong. */
async function look(signal: AbortSignal) {
  const response = await fetch('/health/ready', { signal });
  const { checks = {} } = (await response.json()) as { checks?: Record<string, string> };
  return { isOk: response.ok, checks };
}

interface PairsProps {
  readonly head: readonly string[];
  readonly pairs: readonly (readonly [string, string])[];
}

function Pairs({ head, pairs }: PairsProps): JSX.Element {
  const translate = useTranslate();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {head.map((title) => (
            <TableCell key={title}>{translate(title)}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {pairs.map(([name, text]) => (
          <TableRow key={name}>
            <TableCell component="th" scope="row">
              {name}
            </TableCell>
            <TableCell>{text}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

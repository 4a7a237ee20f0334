import { Alert, Box, Card, CardContent, Chip, Stack, Typography } from '@mui/material';
import { type components, dataOf } from '@lockstep/client';
import type { JSX } from 'react';
import { useTranslate } from 'react-admin';
import { lockstep, messageOf } from '../api/lockstep.js';
import { Page } from './page.js';
import { usePolled } from './use-polled.js';

type Transaction = components['schemas']['Transaction'];

/** Often enough to see a wait, too seldom to be one. */
const LOOK_MS = 2000;

/** Who locks whom at this moment: below each transaction those that wait for it. */
export default function LocksPage(): JSX.Element {
  const translate = useTranslate();
  const { data, error } = usePolled(
    async (signal) => dataOf(await lockstep.http.GET('/api/locks', { signal })).transactions,
    LOOK_MS,
  );
  const all = data ?? [];
  const known = new Set(all.map(({ id }) => id));
  const roots = all.filter(({ waits_for }) => !waits_for.some((one) => known.has(one.transaction)));
  return (
    <Page title="lockstep.pages.locks.title">
      {error !== undefined && <Alert severity="error">{messageOf(error)}</Alert>}
      {data?.length === 0 && <Typography>{translate('lockstep.pages.locks.none')}</Typography>}
      <Stack component="ul" spacing={2} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {/* A circle, which the server breaks in a moment, has no beginning. */}
        {(roots.length > 0 ? roots : all).map((transaction) => (
          <Holder key={transaction.id} transaction={transaction} all={all} above={[]} />
        ))}
      </Stack>
    </Page>
  );
}

interface HolderProps {
  readonly transaction: Transaction;
  readonly all: readonly Transaction[];
  /** Whoever it waits for, directly or not. */
  readonly above: readonly string[];
}

function Holder({ transaction, all, above }: HolderProps): JSX.Element {
  const translate = useTranslate();
  const { id, connection, age_seconds, is_waiting, statement } = transaction;
  const waiting = all.filter(
    (one) => !above.includes(one.id) && one.waits_for.some((wait) => wait.transaction === id),
  );
  const say = (key: string, values: object = {}): string =>
    translate(`lockstep.pages.locks.${key}`, { ...values });
  return (
    <Box component="li">
      <Card sx={{ borderColor: waiting.length > 0 ? 'error.main' : 'divider' }}>
        <CardContent>
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
            <Typography component="h2" variant="h6">
              {say('transaction', { id })}
            </Typography>
            <Chip size="small" variant="outlined" label={say('connection', { id: connection })} />
            <Chip
              size="small"
              color={is_waiting ? 'warning' : 'default'}
              label={say('age', { seconds: age_seconds })}
            />
            <code>{statement ?? say('between')}</code>
          </Stack>
          <Typography sx={{ color: 'text.secondary' }}>
            {say('holds', { rows: transaction.rows_locked, changed: transaction.rows_changed })}
          </Typography>
          {transaction.waits_for.map((wait) => (
            <Typography key={`${wait.transaction} ${wait.table} ${String(wait.asset_id)}`}>
              {wait.asset_id === null
                ? say('waits', { table: wait.table })
                : say('waits_row', { table: wait.table, id: wait.asset_id })}
            </Typography>
          ))}
        </CardContent>
      </Card>
      {waiting.length > 0 && (
        <Box sx={{ borderLeft: 3, borderColor: 'error.main', ml: 3, pl: 2, pt: 1 }}>
          <Typography sx={{ color: 'error.main', mb: 1 }}>{say('blocks')}</Typography>
          <Stack component="ul" spacing={1} sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {waiting.map((one) => (
              <Holder key={one.id} transaction={one} all={all} above={[...above, id]} />
            ))}
          </Stack>
        </Box>
      )}
    </Box>
  );
}

import type { Row as ReadRow } from '@lockstep/client';
import {
  Alert,
  Autocomplete,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { lockstep, messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { canChange, type Model } from '../api/models.js';
import type { Lease } from '../row/use-lease.js';
import { usePatience } from '../row/use-patience.js';
import { WaitingDialog } from '../row/waiting-dialog.js';
import { INVENTORY, NEXT_STATUSES } from './model.js';

interface RowActionsProps {
  readonly model: Model;
  readonly row: Row;
  readonly etag: string;
  readonly lease: Lease;
  readonly onDone: (row: ReadRow<Row>) => void;
}

type Action = 'check-out' | 'check-in' | 'transition';

/** What can be done with an asset beside changing its fields: one winner, whoever else tries. */
export function RowActions(props: RowActionsProps): JSX.Element {
  const { model, row, lease } = props;
  const translate = useTranslate();
  const [action, setAction] = useState<Action>();
  if (model.label !== INVENTORY || !canChange(model)) return <></>;
  const isHeld = row.assigned_to_id !== null && row.assigned_to_id !== undefined;
  const offered: Action[] = [
    ...(row.status === 'in_stock' && !isHeld ? (['check-out'] as const) : []),
    ...(isHeld ? (['check-in'] as const) : []),
    ...(NEXT_STATUSES[String(row.status)] ? (['transition'] as const) : []),
  ];
  return (
    <Stack direction="row" spacing={1} sx={{ mb: 1 }}>
      {offered.map((one) => (
        <Button
          key={one}
          size="small"
          variant="outlined"
          disabled={lease.state.kind === 'theirs'}
          onClick={() => {
            setAction(one);
          }}
        >
          {translate(`lockstep.inventory.${nameOf(one)}`)}
        </Button>
      ))}
      {action && (
        <ActionDialog
          {...props}
          action={action}
          onClose={() => {
            setAction(undefined);
          }}
        />
      )}
    </Stack>
  );
}

const nameOf = (action: Action): string => action.replace('-', '_');

type DialogProps = RowActionsProps & { readonly action: Action; readonly onClose: () => void };

function ActionDialog({ row, etag, lease, action, onDone, onClose }: DialogProps): JSX.Element {
  const translate = useTranslate();
  const notify = useNotify();
  const patience = usePatience();
  const [body, setBody] = useState<Row>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const id = Number(row.id);

  const send = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const done = await patience.run(async (options) => {
        const answer = await post(`/api/assets/${String(id)}/${action}`, body, {
          etag,
          token: lease.token(),
          ...options,
        });
        return { outcome: answer };
      });
      if (done.outcome !== 'done') return;
      onDone(await rowsOf(INVENTORY).get(id));
      notify('lockstep.inventory.done', { type: 'success' });
      onClose();
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setBusy(false);
    }
  };

  const give = (name: string, value: unknown): void => {
    setBody((old) => ({ ...old, [name]: value }));
  };
  const isReady = action === 'check-in' || body.user_id !== undefined || body.status !== undefined;
  return (
    <Dialog open fullWidth maxWidth="xs" onClose={onClose} aria-labelledby="action-title">
      <DialogTitle id="action-title">
        {translate(`lockstep.inventory.${nameOf(action)}`)} · {String(row.asset_tag)}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {failure !== undefined && <Alert severity="error">{failure}</Alert>}
          {action === 'check-out' && (
            <>
              <UserInput
                onChange={(user) => {
                  give('user_id', user);
                }}
              />
              <TextField
                type="datetime-local"
                label={translate('lockstep.inventory.due')}
                slotProps={{ inputLabel: { shrink: true } }}
                onChange={({ target }) => {
                  const time = new Date(target.value);
                  give('due_at', Number.isNaN(time.getTime()) ? null : time.toISOString());
                }}
              />
            </>
          )}
          {action === 'transition' && (
            <TextField
              select
              label={translate('lockstep.inventory.status')}
              value={body.status ?? ''}
              onChange={({ target }) => {
                give('status', target.value);
              }}
            >
              {(NEXT_STATUSES[String(row.status)] ?? []).map((status) => (
                <MenuItem key={status} value={status}>
                  {status.replaceAll('_', ' ')}
                </MenuItem>
              ))}
            </TextField>
          )}
          <TextField
            label={translate('lockstep.inventory.note')}
            onChange={({ target }) => {
              give('note', target.value === '' ? undefined : target.value);
            }}
          />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('ra.action.cancel')}</Button>
        <Button variant="contained" disabled={!isReady || isBusy} onClick={() => void send()}>
          {translate(`lockstep.inventory.${nameOf(action)}`)}
        </Button>
      </DialogActions>
      <WaitingDialog waiting={patience.waiting} />
    </Dialog>
  );
}

interface User {
  readonly id: string | number;
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
}

function UserInput({ onChange }: { onChange: (id: unknown) => void }): JSX.Element {
  const translate = useTranslate();
  const [search, setSearch] = useState('');
  const { data: users = [], isPending } = useQuery({
    queryKey: ['users', search],
    queryFn: async ({ signal }) => {
      const query = search === '' ? {} : { search };
      const { data } = await lockstep.http.GET('/api/users', { params: { query }, signal });
      return data?.results ?? [];
    },
  });
  return (
    <Autocomplete<User>
      options={users}
      loading={isPending}
      filterOptions={(all) => all}
      getOptionKey={({ id }) => id}
      getOptionLabel={({ username, first_name, last_name }) =>
        [username, `${first_name} ${last_name}`.trim()].filter(Boolean).join(' · ')
      }
      isOptionEqualToValue={(one, other) => one.id === other.id}
      onInputChange={(_, text, reason) => {
        if (reason !== 'reset') setSearch(text);
      }}
      onChange={(_, user) => {
        onChange(user?.id);
      }}
      renderInput={(params) => (
        <TextField {...params} label={translate('lockstep.inventory.to')} required />
      )}
    />
  );
}

interface Conditions {
  readonly etag: string;
  readonly token: string | undefined;
  readonly wait?: number;
}

/** @throws Error with what the API says */
async function post(path: string, body: Row, conditions: Conditions): Promise<'done' | 'locked'> {
  const { etag, token, wait } = conditions;
  const headers = {
    'Content-Type': 'application/json',
    'If-Match': etag,
    ...(token !== undefined && { 'Lease-Token': token }),
    ...(wait !== undefined && { Prefer: `wait=${String(wait)}` }),
  };
  const request = new Request(path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const response = await lockstep.http.send(request);
  if (response.ok) return 'done';
  const problem = (await response.json()) as { code: string; detail: string };
  if (problem.code === 'row_locked') return 'locked';
  throw new Error(problem.detail);
}

import type { Row as ReadRow } from '@lockstep/client';
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { type JSX, useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { canChange, type Model } from '../api/models.js';
import type { Lease } from '../row/use-lease.js';
import { usePatience } from '../row/use-patience.js';
import { WaitingDialog } from '../row/waiting-dialog.js';
import { LabelsButton } from './labels-button.js';
import { INVENTORY, NEXT_STATUSES } from './model.js';
import { post } from './post.js';
import { UserInput } from './user-input.js';

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
  if (model.label !== INVENTORY) return <></>;
  const isHeld = row.assigned_to_id !== null && row.assigned_to_id !== undefined;
  const possible: Action[] = [
    ...(row.status === 'in_stock' && !isHeld ? (['check-out'] as const) : []),
    ...(isHeld ? (['check-in'] as const) : []),
    ...(NEXT_STATUSES[String(row.status)] ? (['transition'] as const) : []),
  ];
  const offered = canChange(model) ? possible : [];
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
      <LabelsButton ids={[row.id]} />
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
      const done = await patience.run((wait) =>
        post(`/api/assets/${String(id)}/${action}`, body, {
          ...{ etag, token: lease.token() },
          ...wait,
        }),
      );
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

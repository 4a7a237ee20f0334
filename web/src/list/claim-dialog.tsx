import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { type JSX, useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { keyOf, type Model, nameOf } from '../api/models.js';
import { INVENTORY } from '../inventory/model.js';
import { post } from '../inventory/post.js';
import { UserInput } from '../inventory/user-input.js';
import { outcomeOf, type Patience, usePatience } from '../row/use-patience.js';
import { bodyOf } from '../row/values.js';
import { WaitingDialog } from '../row/waiting-dialog.js';
import { SetForm } from './set-form.js';
import { useFilters } from './use-filters.js';
import { pathOf } from './value.js';

/** One claim may take so many rows. */
const MOST = 500;

interface ClaimProps {
  readonly model: Model;
  readonly onClose: () => void;
}

/**
 * Takes any rows that match the filters and that nobody holds: who claims at the same moment gets others. Rows of a model are set to
 * what the form says; assets are handed to somebody.
 */
export function ClaimDialog({ model, onClose }: ClaimProps): JSX.Element {
  const translate = useTranslate();
  const { refetch } = useListContext();
  const patience = usePatience();
  const { q, ...filter } = useFilters();
  const [count, setCount] = useState(1);
  const [set, setSet] = useState<Row>({});
  const [taken, setTaken] = useState<readonly Row[]>();
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const isInventory = model.label === INVENTORY;

  const send = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const done = await claimed(patience, model, { filter, count, set });
      if (done.outcome !== 'done') return;
      setTaken(done.value);
      void refetch();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  const isCount = Number.isInteger(count) && count >= 1 && count <= MOST;
  // The search of a list is no lookup.
  const isReady = isCount && Object.keys(set).length > 0 && q === undefined;
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby="claim-title">
      <DialogTitle id="claim-title">
        {translate('lockstep.claim.title')} · {model.verbose_name}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {taken ? (
            <Taken model={model} rows={taken} />
          ) : (
            <>
              <Typography sx={{ color: 'text.secondary' }}>
                {translate('lockstep.claim.which')}
              </Typography>
              {q !== undefined && (
                <Alert severity="warning">{translate('lockstep.claim.no_search')}</Alert>
              )}
              <TextField
                type="number"
                label={translate('lockstep.claim.count')}
                value={count}
                disabled={isBusy}
                slotProps={{ htmlInput: { min: 1, max: MOST } }}
                onChange={({ target }) => {
                  setCount(Number(target.value));
                }}
              />
              {isInventory ? (
                <UserInput
                  onChange={(user) => {
                    setSet(user === undefined ? {} : { user_id: user });
                  }}
                />
              ) : (
                <SetForm
                  model={model}
                  set={set}
                  failure={failure}
                  isBusy={isBusy}
                  onChange={setSet}
                />
              )}
            </>
          )}
          {failure !== undefined && <Alert severity="error">{messageOf(failure)}</Alert>}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>
          {translate(taken ? 'ra.action.close' : 'ra.action.cancel')}
        </Button>
        {!taken && (
          <Button variant="contained" disabled={isBusy || !isReady} onClick={() => void send()}>
            {translate('lockstep.claim.take')}
          </Button>
        )}
      </DialogActions>
      <WaitingDialog waiting={patience.waiting} />
    </Dialog>
  );
}

interface Wish {
  readonly filter: Row;
  readonly count: number;
  readonly set: Row;
}

function claimed(patience: Patience, model: Model, { filter, count, set }: Wish) {
  // A try whose answer was lost is not done twice.
  const idempotencyKey = crypto.randomUUID();
  if (model.label !== INVENTORY)
    return patience.run((wait) =>
      outcomeOf(
        rowsOf(model.label).claim(
          { filter, count, set: bodyOf(model, set) },
          { idempotencyKey, ...wait },
        ),
      ),
    );
  return patience.run(async (wait) => {
    const body = { filter, count, ...set };
    const answer = await post('/api/assets/allocate', body, { idempotencyKey, ...wait });
    if (answer.outcome === 'locked') return answer;
    return { outcome: 'done' as const, value: (answer.value as { results: Row[] }).results };
  });
}

function Taken({ model, rows }: { model: Model; rows: readonly Row[] }): JSX.Element {
  const translate = useTranslate();
  return (
    <>
      <Alert severity="success">
        {translate('lockstep.claim.taken', { smart_count: rows.length })}
      </Alert>
      <Stack component="ul" sx={{ m: 0, pl: 3 }}>
        {rows.map((row) => (
          <li key={String(keyOf(model, row))}>
            <Link component={RouterLink} to={pathOf(model, row)}>
              {nameOf(model, row)}
            </Link>
          </li>
        ))}
      </Stack>
    </>
  );
}

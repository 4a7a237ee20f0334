import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
  Stack,
} from '@mui/material';
import type { BulkOptions, BulkResult } from '@lockstep/client';
import { type JSX, useState } from 'react';
import { useListContext, useNotify, useTranslate } from 'react-admin';
import { messageOf, type Row, rowsOf } from '../api/lockstep.js';
import type { Model } from '../api/models.js';
import { outcomeOf, usePatience } from '../row/use-patience.js';
import { bodyOf } from '../row/values.js';
import { SetForm } from './set-form.js';
import { useFilters } from './use-filters.js';
import { WaitingDialog } from '../row/waiting-dialog.js';

export type BulkKind = 'edit' | 'delete';

/** One write by a filter may touch so many rows (`max`). */
const MOST = 10_000;

interface BulkProps {
  readonly model: Model;
  readonly kind: BulkKind;
  readonly onClose: () => void;
}

/** One change of many rows, all or none, counted before it is done. */
export function BulkDialog({ model, kind, onClose }: BulkProps): JSX.Element {
  const translate = useTranslate();
  const notify = useNotify();
  const patience = usePatience();
  const { selectedIds, onUnselectItems, refetch } = useListContext();
  const [scope, setScope] = useState<'selected' | 'all'>('selected');
  const [set, setSet] = useState<Row>({});
  const [counted, setCounted] = useState<BulkResult<string | number>>();
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const { q, ...lookups } = useFilters();
  // The search of a list is no lookup, so "all that match" can't be said with it.
  const canTakeAll = q === undefined;
  const filter =
    scope === 'all' ? lookups : { [`${model.lookup_field ?? 'pk'}__in`]: selectedIds as unknown[] };

  const send = async (isDryRun: boolean): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    const isEverything = Object.keys(filter).length === 0;
    const options: BulkOptions = {
      dryRun: isDryRun,
      max: MOST,
      ...(isEverything && { all: true }),
    };
    const rows = rowsOf(model.label);
    try {
      const done = await patience.run((wait) =>
        outcomeOf(
          kind === 'edit'
            ? rows.updateMany(filter, bodyOf(model, set), { ...options, ...wait })
            : rows.deleteMany(filter, { ...options, ...wait }),
        ),
      );
      if (done.outcome !== 'done') return;
      if (isDryRun) {
        setCounted(done.value);
        return;
      }
      notify(kind === 'edit' ? 'lockstep.bulk.done' : 'lockstep.bulk.done_delete', {
        type: 'success',
        messageArgs: { changed: done.value.changed },
      });
      onUnselectItems();
      void refetch();
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  const change = (next: Row): void => {
    setSet(next);
    setCounted(undefined);
  };
  const isReady = kind === 'delete' || Object.keys(set).length > 0;
  const ending = kind === 'delete' ? '_delete' : '';
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby="bulk-title">
      <DialogTitle id="bulk-title">
        {translate(`lockstep.bulk.${kind}`)} · {model.verbose_name}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <RadioGroup
            aria-labelledby="bulk-title"
            value={scope}
            onChange={(_, value) => {
              setScope(value === 'all' ? 'all' : 'selected');
              setCounted(undefined);
            }}
          >
            <FormControlLabel
              value="selected"
              control={<Radio size="small" />}
              label={translate('lockstep.bulk.selected', { count: selectedIds.length })}
            />
            <FormControlLabel
              value="all"
              disabled={!canTakeAll}
              control={<Radio size="small" />}
              label={translate('lockstep.bulk.all')}
            />
          </RadioGroup>
          {kind === 'edit' && (
            <SetForm model={model} set={set} failure={failure} isBusy={isBusy} onChange={change} />
          )}
          {failure !== undefined && <Alert severity="error">{messageOf(failure)}</Alert>}
          {counted && (
            <Alert severity="info">
              {translate(`lockstep.bulk.matched${ending}`, { ...counted })}
            </Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('ra.action.cancel')}</Button>
        {counted ? (
          <Button
            variant="contained"
            color={kind === 'delete' ? 'error' : 'primary'}
            disabled={isBusy || counted.changed === 0}
            onClick={() => void send(false)}
          >
            {translate(`lockstep.bulk.apply${ending}`, { ...counted })}
          </Button>
        ) : (
          <Button variant="contained" disabled={isBusy || !isReady} onClick={() => void send(true)}>
            {translate('lockstep.bulk.count')}
          </Button>
        )}
      </DialogActions>
      <WaitingDialog waiting={patience.waiting} />
    </Dialog>
  );
}

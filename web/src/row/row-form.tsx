import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import SaveIcon from '@mui/icons-material/Save';
import { Alert, Box, Button, Stack } from '@mui/material';
import { type SubmitEvent, type JSX, useMemo, useState } from 'react';
import { Confirm, useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { fieldErrors, messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { canChange, canDelete, keyOf, type Model, partsOf } from '../api/models.js';
import { pathOf } from '../list/value.js';
import { ArrivalNote } from './arrival-note.js';
import { ConflictDialog } from './conflict-dialog.js';
import { FieldInput } from './field-input.js';
import { type Difference, type Draft, edit, isDirty, settle, shownIn } from './merge.js';
import { usePatience } from './use-patience.js';
import type { Lease } from './use-lease.js';
import type { OpenRow, RowState } from './use-row.js';
import { bodyOf } from './values.js';
import { WaitingDialog } from './waiting-dialog.js';

interface RowFormProps {
  readonly model: Model;
  readonly id: string;
  readonly row: OpenRow;
  readonly state: RowState;
  readonly lease: Lease;
}

/** The fields of a row. Only what the user changed is sent, and only onto the row that they have seen. */
export function RowForm({ model, id, row, state, lease }: RowFormProps): JSX.Element {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const patience = usePatience();
  const parts = useMemo(() => partsOf(model), [model]);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [met, setMet] = useState<readonly Difference[]>();
  const [isDeleting, setDeleting] = useState(false);
  const { draft, arrivals } = state;
  const isEditable =
    canChange(model) && lease.state.kind !== 'theirs' && row.deletedBy === undefined;
  const shown = shownIn(draft);

  const fail = (error: unknown): void => {
    const named = fieldErrors(error);
    setErrors(named);
    const isNamed = Object.keys(named).some((name) => parts.some((part) => part.name === name));
    setFailure(isNamed ? translate('lockstep.form.refused') : messageOf(error));
  };

  /** Works on the row as the form has it, with its lease. */
  const send = async (etag: string, sent: Draft | 'delete'): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setErrors({});
    try {
      const rows = rowsOf(model.label);
      const leaseToken = lease.token();
      const own = leaseToken === undefined ? {} : { leaseToken };
      const written = await patience.run((options) =>
        sent === 'delete'
          ? rows.delete({ key: id, etag }, { ...options, ...own })
          : rows.update({ key: id, etag }, bodyOf(model, sent.mine), { ...options, ...own }),
      );
      switch (written.outcome) {
        case 'done':
          finish(sent === 'delete' ? undefined : written.row);
          break;
        case 'changed':
          setMet(row.meet(written.current, null));
          break;
        case 'cancelled':
          setFailure(translate('lockstep.waiting.cancelled'));
          row.look();
          break;
        case 'lease_lost':
          row.look();
          setFailure(translate('lockstep.lease.lost'));
          break;
        case 'leased':
        case 'locked':
          setFailure(written.problem.detail);
      }
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };

  const finish = (
    written: { key: string | number; value: Row; etag: string } | undefined,
  ): void => {
    setMet(undefined);
    if (!written) {
      notify('ra.notification.deleted', { type: 'success', messageArgs: { smart_count: 1 } });
      void navigate(`/${model.label}`);
      return;
    }
    row.begin(written);
    notify('lockstep.form.saved', { type: 'success' });
    if (String(keyOf(model, written.value)) !== id)
      void navigate(pathOf(model, written.value), { replace: true });
  };

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    if (Object.keys(draft.clashes).length > 0) setMet([]);
    else void send(state.etag, draft);
  };

  return (
    <Stack component="form" noValidate spacing={2.5} onSubmit={save}>
      {failure !== undefined && <Alert severity="error">{failure}</Alert>}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
        {parts.map((part) => (
          <FieldInput
            key={part.name}
            part={part}
            value={shown[part.name]}
            isDisabled={!isEditable || !part.editable || isBusy}
            error={errors[part.name]}
            hint={
              <ArrivalNote
                part={part}
                arrival={arrivals[part.name]}
                clash={draft.clashes[part.name]}
                onSettle={(whose) => {
                  row.change((old) => settle(old, part.name, whose));
                }}
              />
            }
            onChange={(value) => {
              row.change((old) => edit(old, part.name, value));
            }}
          />
        ))}
      </Box>
      {canChange(model) && (
        <Stack direction="row" spacing={1.5}>
          <Button
            type="submit"
            variant="contained"
            startIcon={<SaveIcon />}
            disabled={!isEditable || !isDirty(draft) || isBusy}
          >
            {translate('ra.action.save')}
          </Button>
          <Button
            disabled={!isDirty(draft) || isBusy}
            onClick={() => {
              setErrors({});
              row.change(({ base }) => ({ base, mine: {}, clashes: {} }));
            }}
          >
            {translate('lockstep.form.discard')}
          </Button>
          <Box sx={{ flexGrow: 1 }} />
          {canDelete(model) && (
            <Button
              color="error"
              startIcon={<DeleteIcon />}
              disabled={!isEditable || isBusy}
              onClick={() => {
                setDeleting(true);
              }}
            >
              {translate('ra.action.delete')}
            </Button>
          )}
        </Stack>
      )}
      {met && (
        <ConflictDialog
          parts={parts}
          draft={draft}
          differences={met}
          by={Object.values(arrivals).find(({ by }) => by !== null)?.by ?? null}
          onCancel={() => {
            setMet(undefined);
          }}
          onMerge={(choices) => {
            const merged = Object.entries(choices).reduce(
              (one, [name, whose]) => settle(one, name, whose),
              draft,
            );
            row.change(() => merged);
            setMet(undefined);
            if (isDirty(merged)) void send(state.etag, merged);
          }}
        />
      )}
      <Confirm
        isOpen={isDeleting}
        title={translate('ra.message.delete_title', {
          name: model.verbose_name,
          recordRepresentation: id,
        })}
        content={translate('ra.message.delete_content', { name: model.verbose_name })}
        confirmColor="warning"
        onClose={() => {
          setDeleting(false);
        }}
        onConfirm={() => {
          setDeleting(false);
          void send(state.etag, 'delete');
        }}
      />
      <WaitingDialog waiting={patience.waiting} />
    </Stack>
  );
}

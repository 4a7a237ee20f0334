import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import { IconButton, MenuItem, Stack, TextField } from '@mui/material';
import { type JSX, useMemo } from 'react';
import { useTranslate } from 'react-admin';
import { fieldErrors, type Row } from '../api/lockstep.js';
import { type Model, partsOf } from '../api/models.js';
import { FieldInput } from '../row/field-input.js';

interface SetFormProps {
  readonly model: Model;
  /** What is set so far, by name. */
  readonly set: Row;
  readonly failure: unknown;
  readonly isBusy: boolean;
  readonly onChange: (set: Row) => void;
}

/** What many rows get: only the fields that somebody chose. */
export function SetForm({ model, set, failure, isBusy, onChange }: SetFormProps): JSX.Element {
  const translate = useTranslate();
  const parts = useMemo(() => partsOf(model).filter(({ editable }) => editable), [model]);
  const given = parts.filter(({ name }) => Object.hasOwn(set, name));
  return (
    <>
      {given.map((part) => (
        <Stack key={part.name} direction="row" spacing={1} sx={{ alignItems: 'start' }}>
          <FieldInput
            part={part}
            value={set[part.name]}
            isDisabled={isBusy}
            error={fieldErrors(failure)[part.name]}
            onChange={(value) => {
              onChange({ ...set, [part.name]: value });
            }}
          />
          <IconButton
            aria-label={`${translate('lockstep.bulk.remove')}: ${part.label}`}
            onClick={() => {
              const { [part.name]: _, ...others } = set;
              onChange(others);
            }}
          >
            <DeleteIcon />
          </IconButton>
        </Stack>
      ))}
      <TextField
        select
        label={translate(given.length === 0 ? 'lockstep.bulk.field' : 'lockstep.bulk.add')}
        value=""
        onChange={({ target }) => {
          const part = parts.find(({ name }) => name === target.value);
          onChange({ ...set, [target.value]: part?.field?.default ?? null });
        }}
      >
        {parts
          .filter((part) => !given.includes(part))
          .map(({ name, label }) => (
            <MenuItem key={name} value={name}>
              {label}
            </MenuItem>
          ))}
      </TextField>
    </>
  );
}

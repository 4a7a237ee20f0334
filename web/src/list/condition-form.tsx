import {
  Autocomplete,
  Button,
  FormControlLabel,
  MenuItem,
  Stack,
  Switch,
  TextField,
} from '@mui/material';
import { type SubmitEvent, type JSX, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Field } from '../api/models.js';
import { type Condition, type FilterField, offeredLookups } from './lookups.js';

interface ConditionFormProps {
  readonly fields: readonly FilterField[];
  readonly condition: Condition | undefined;
  readonly onDone: (condition: Omit<Condition, 'name'>) => void;
}

/** Field, lookup and value of one condition. */
export function ConditionForm({ fields, condition, onDone }: ConditionFormProps): JSX.Element {
  const translate = useTranslate();
  const [field, setField] = useState<FilterField | null>(condition?.field ?? null);
  const [lookup, setLookup] = useState(condition?.lookup ?? 'exact');
  const [isNot, setNot] = useState(condition?.isNot ?? false);
  const [value, setValue] = useState(condition?.value ?? '');
  const lookups = field ? [...new Set([...offeredLookups(field.field), lookup])] : [];
  const chosen = lookup === 'isnull' && value === '' ? 'true' : value;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (field) onDone({ field, lookup, isNot, value: chosen });
  };
  return (
    <Stack component="form" spacing={2} sx={{ p: 2, width: 320 }} onSubmit={submit}>
      <Autocomplete
        options={fields}
        value={field}
        getOptionLabel={({ label }) => label}
        getOptionKey={({ path }) => path}
        isOptionEqualToValue={(one, other) => one.path === other.path}
        onChange={(_, next) => {
          setField(next);
          setLookup(next && !next.field.lookups.includes('exact') ? 'icontains' : 'exact');
          setValue('');
        }}
        renderInput={(params) => (
          <TextField {...params} label={translate('lockstep.filter.field')} autoFocus={!field} />
        )}
      />
      {field && (
        <>
          <TextField
            select
            label={translate('lockstep.filter.lookup')}
            value={lookup}
            onChange={({ target }) => {
              setLookup(target.value);
              setValue('');
            }}
          >
            {lookups.map((one) => (
              <MenuItem key={one} value={one}>
                {translate(`lockstep.lookups.${one}`, { _: one })}
              </MenuItem>
            ))}
          </TextField>
          <ConditionValue field={field.field} lookup={lookup} value={chosen} onChange={setValue} />
          <FormControlLabel
            control={
              <Switch
                size="small"
                checked={isNot}
                onChange={(_, checked) => {
                  setNot(checked);
                }}
              />
            }
            label={translate('lockstep.filter.exclude')}
          />
        </>
      )}
      <Button type="submit" variant="contained" disabled={!field || chosen === ''}>
        {translate('lockstep.filter.apply')}
      </Button>
    </Stack>
  );
}

interface ConditionValueProps {
  readonly field: Field;
  readonly lookup: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ConditionValue({ field, lookup, value, onChange }: ConditionValueProps): JSX.Element {
  const translate = useTranslate();
  const label = translate('lockstep.filter.value');
  const choices = choicesOf(field, lookup);
  if (choices) {
    const isMany = lookup === 'in';
    return (
      <TextField
        select
        label={label}
        value={isMany ? value.split(',').filter(Boolean) : value}
        slotProps={{ select: { multiple: isMany } }}
        onChange={({ target }) => {
          const given: unknown = target.value;
          onChange(Array.isArray(given) ? given.join(',') : String(given));
        }}
      >
        {choices.map((one) => (
          <MenuItem key={one.value} value={one.value}>
            {one.label ?? translate(`ra.boolean.${one.value}`)}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  const isList = lookup === 'in' || lookup === 'range';
  return (
    <TextField
      label={label}
      type={isList ? 'text' : inputType(field, lookup)}
      value={value}
      autoFocus
      helperText={isList ? translate(`lockstep.filter.${lookup}_hint`) : undefined}
      slotProps={{ inputLabel: { shrink: true } }}
      onChange={({ target }) => {
        onChange(target.value);
      }}
    />
  );
}

function choicesOf(field: Field, lookup: string): { value: string; label?: string }[] | undefined {
  if (lookup === 'isnull' || (field.type === 'boolean' && lookup === 'exact'))
    return [{ value: 'true' }, { value: 'false' }];
  if (!field.choices || !['exact', 'in'].includes(lookup)) return undefined;
  return field.choices.map((one) => ({ value: String(one.value), label: one.label }));
}

function inputType({ type }: Field, lookup: string): string {
  if (lookup === 'date' || type === 'date') return 'date';
  if (['year', 'month'].includes(lookup) || type === 'integer') return 'number';
  return 'text';
}

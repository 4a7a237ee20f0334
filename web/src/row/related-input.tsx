import { Autocomplete, TextField } from '@mui/material';
import { type JSX, useState } from 'react';
import { useFoundRows, useRowsByKey } from '../api/related.js';
import type { Row } from '../api/lockstep.js';
import { type Model, nameOf, primaryKey } from '../api/models.js';
import type { InputProps } from './field-input.js';

type RelatedProps = InputProps & { readonly related: Model };

/** A foreign key, chosen among the rows that it may lead to. */
export function RelatedInput({ related, value, onChange, ...props }: RelatedProps): JSX.Element {
  const key = primaryKey(related);
  const isGiven = value !== null && value !== undefined;
  const [known] = useRowsByKey(related, isGiven ? [value] : []);
  const { search, setSearch, options, open, isPending } = useOptions(related);
  const chosen = isGiven ? (known ?? { [key]: value }) : null;
  return (
    <Autocomplete<Row>
      options={options}
      value={chosen}
      loading={isPending}
      disabled={props.isDisabled}
      filterOptions={(all) => all}
      inputValue={search.isTyped ? search.text : chosen ? nameOf(related, chosen) : ''}
      getOptionLabel={(row) => nameOf(related, row)}
      getOptionKey={(row) => String(row[key])}
      isOptionEqualToValue={(one, other) => String(one[key]) === String(other[key])}
      onOpen={open}
      onInputChange={(_, text, reason) => {
        setSearch({ text, isTyped: reason === 'input' });
      }}
      onChange={(_, row) => {
        onChange(row ? row[key] : null);
      }}
      renderInput={(params) => <Labelled params={params} {...props} />}
    />
  );
}

/** The keys of a many-to-many relation. */
export function ManyInput({ related, value, onChange, ...props }: RelatedProps): JSX.Element {
  const key = primaryKey(related);
  const keys = Array.isArray(value) ? (value as unknown[]) : [];
  const known = useRowsByKey(related, keys);
  const { search, setSearch, options, open, isPending } = useOptions(related);
  const chosen = keys.map(
    (one): Row => known.find((row) => String(row[key]) === String(one)) ?? { [key]: one },
  );
  return (
    <Autocomplete<Row, true>
      multiple
      disableCloseOnSelect
      options={options}
      value={chosen}
      loading={isPending}
      disabled={props.isDisabled}
      filterOptions={(all) => all}
      inputValue={search.text}
      getOptionLabel={(row) => nameOf(related, row)}
      getOptionKey={(row) => String(row[key])}
      isOptionEqualToValue={(one, other) => String(one[key]) === String(other[key])}
      onOpen={open}
      onInputChange={(_, text, reason) => {
        if (reason !== 'reset') setSearch({ text, isTyped: true });
      }}
      onChange={(_, rows) => {
        // In the order of the answers, so that what was put back counts as unchanged.
        onChange(rows.map((row) => row[key]).sort((a, b) => Number(a) - Number(b)));
      }}
      renderInput={(params) => <Labelled params={params} {...props} />}
    />
  );
}

function useOptions(related: Model) {
  const [search, setSearch] = useState({ text: '', isTyped: false });
  const [isOpen, setOpen] = useState(false);
  const wanted = search.isTyped ? search.text : '';
  const { data = [], isPending } = useFoundRows(related, wanted, isOpen);
  const open = (): void => {
    setOpen(true);
  };
  return { search, setSearch, options: data, open, isPending };
}

function Labelled({
  params,
  part,
  error,
  hint,
  isRequired,
}: Pick<InputProps, 'part' | 'error' | 'hint' | 'isRequired'> & {
  readonly params: object;
}): JSX.Element {
  return (
    <TextField
      {...params}
      label={part.label}
      required={isRequired === true}
      error={error !== undefined}
      helperText={error ?? hint}
    />
  );
}

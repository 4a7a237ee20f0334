import FilterIcon from '@mui/icons-material/FilterList';
import SearchIcon from '@mui/icons-material/Search';
import { Button, Chip, InputAdornment, Popover, Stack, TextField } from '@mui/material';
import { type JSX, useEffect, useMemo, useRef, useState } from 'react';
import { useListContext, useTranslate } from 'react-admin';
import { textOf } from '../api/text.js';
import type { Model } from '../api/models.js';
import { useSession } from '../session.js';
import { ConditionForm } from './condition-form.js';
import { useFilters } from './use-filters.js';
import { type Condition, conditionsIn, filterFields, lookupName } from './lookups.js';

const TYPING_MS = 300;

/** Search and conditions of a list. React-admin keeps them in the address, and per user in the browser. */
export function FilterBar({ model }: { model: Model }): JSX.Element {
  const { models } = useSession();
  const translate = useTranslate();
  const { setFilters } = useListContext();
  const filters = useFilters();
  const fields = useMemo(() => filterFields(model, (label) => models.get(label)), [model, models]);
  const conditions = conditionsIn(filters, fields);
  const [opened, setOpened] = useState<{ anchor: HTMLElement; condition?: Condition }>();
  const without = (name: string | undefined): Record<string, unknown> => {
    const { [name ?? '']: _, ...others } = filters;
    return others;
  };
  const describe = ({ field, isNot, lookup, value }: Condition): string => {
    const named = field.field.choices?.find((one) => String(one.value) === value)?.label ?? value;
    const shown = lookup === 'isnull' ? '' : named;
    const is = lookup === 'isnull' && value !== 'true' ? 'notnull' : lookup;
    const word = translate(`lockstep.lookups.${is}`, { _: lookup });
    return `${field.label} ${isNot ? `${translate('lockstep.filter.not')} ` : ''}${word} ${shown}`;
  };
  return (
    <Stack
      direction="row"
      sx={{ flexWrap: 'wrap', gap: 1, alignItems: 'center', py: 1, flexGrow: 1 }}
    >
      {model.search_fields.length > 0 && (
        <SearchField
          value={textOf(filters.q)}
          onChange={(q) => {
            setFilters(q === '' ? without('q') : { ...without('q'), q });
          }}
        />
      )}
      {conditions.map((condition) => (
        <Chip
          key={condition.name}
          label={describe(condition)}
          onClick={(event) => {
            setOpened({ anchor: event.currentTarget, condition });
          }}
          onDelete={() => {
            setFilters(without(condition.name));
          }}
        />
      ))}
      <Button
        size="small"
        startIcon={<FilterIcon />}
        onClick={(event) => {
          setOpened({ anchor: event.currentTarget });
        }}
      >
        {translate('ra.action.add_filter')}
      </Button>
      <Popover
        open={opened !== undefined}
        anchorEl={opened?.anchor ?? null}
        onClose={() => {
          setOpened(undefined);
        }}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        {opened && (
          <ConditionForm
            fields={fields}
            condition={opened.condition}
            onDone={(condition) => {
              const name = lookupName(condition);
              setFilters({ ...without(opened.condition?.name), [name]: condition.value });
              setOpened(undefined);
            }}
          />
        )}
      </Popover>
    </Stack>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const translate = useTranslate();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setText(value);
  }, [value]);
  return (
    <TextField
      type="search"
      sx={{ width: { xs: '100%', sm: 260 } }}
      value={text}
      placeholder={translate('ra.action.search')}
      onChange={({ target }) => {
        setText(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          onChange(target.value);
        }, TYPING_MS);
      }}
      slotProps={{
        htmlInput: { 'aria-label': translate('ra.action.search') },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}

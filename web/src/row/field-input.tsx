import {
  FormControlLabel,
  FormHelperText,
  MenuItem,
  Stack,
  Switch,
  TextField,
} from '@mui/material';
import { type JSX, type ReactNode, useState } from 'react';
import { useTranslate } from 'react-admin';
import { textOf } from '../api/text.js';
import type { Field, Part } from '../api/models.js';
import { useModel } from '../session.js';
import { ManyInput, RelatedInput } from './related-input.js';
import { parsed, typed } from './values.js';

export interface InputProps {
  readonly part: Part;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly isDisabled: boolean;
  readonly isRequired?: boolean;
  /** What the API says of the value. */
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
}

type FieldProps = InputProps & { readonly field: Field };

/** Texts up to this length have one line. */
const ONE_LINE = 255;

/** The input that fits a field or a relation. */
export function FieldInput(props: InputProps): JSX.Element {
  const { field, relation } = props.part;
  const related = useModel(relation?.model);
  if (!field) return related ? <ManyInput {...props} related={related} /> : <></>;
  if (related) return <RelatedInput {...props} related={related} />;
  if (field.choices) return <ChoiceInput {...props} field={field} />;
  if (field.type === 'boolean') return <BooleanInput {...props} field={field} />;
  if (field.type === 'json') return <JsonInput {...props} field={field} />;
  return <TextInput {...props} field={field} />;
}

function TextInput({ field, value, onChange, ...props }: FieldProps): JSX.Element {
  const isLong = field.type === 'text' && (field.max_length ?? Infinity) > ONE_LINE;
  const type = INPUT_TYPES[field.type] ?? 'text';
  const isNumber = field.type === 'integer' || field.type === 'float' || field.type === 'decimal';
  return (
    <TextField
      {...common(props)}
      type={type}
      value={typed(field, value)}
      multiline={isLong}
      {...(isLong && { minRows: 2, maxRows: 12 })}
      onChange={({ target }) => {
        onChange(parsed(field, target.value));
      }}
      slotProps={{
        ...(type !== 'text' && { inputLabel: { shrink: true } }),
        htmlInput: {
          ...(isNumber && { inputMode: field.type === 'integer' ? 'numeric' : 'decimal' }),
          ...(field.type === 'text' && field.max_length && { maxLength: field.max_length }),
          ...((type === 'datetime-local' || type === 'time') && { step: 1 }),
        },
      }}
    />
  );
}

const INPUT_TYPES: Partial<Record<Field['type'], string>> = {
  date: 'date',
  datetime: 'datetime-local',
  time: 'time',
};

function ChoiceInput({ field, value, onChange, ...props }: FieldProps): JSX.Element {
  const choices = field.choices ?? [];
  const isKnown = choices.some((one) => one.value === value);
  const at = choices.findIndex((one) => one.value === value);
  return (
    <TextField
      {...common(props)}
      select
      value={value === null || value === undefined ? '' : isKnown ? String(at) : 'other'}
      onChange={({ target }) => {
        onChange(target.value === '' ? null : choices[Number(target.value)]?.value);
      }}
    >
      {field.nullable && <MenuItem value="">–</MenuItem>}
      {value !== null && value !== undefined && !isKnown && (
        <MenuItem value="other" disabled>
          {textOf(value)}
        </MenuItem>
      )}
      {choices.map((one, index) => (
        <MenuItem key={String(one.value)} value={String(index)}>
          {one.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

function BooleanInput({ field, value, onChange, ...props }: FieldProps): JSX.Element {
  const translate = useTranslate();
  if (field.nullable)
    return (
      <TextField
        {...common(props)}
        select
        value={textOf(value)}
        onChange={({ target }) => {
          onChange(target.value === '' ? null : target.value === 'true');
        }}
      >
        <MenuItem value="">–</MenuItem>
        {['true', 'false'].map((one) => (
          <MenuItem key={one} value={one}>
            {translate(`ra.boolean.${one}`)}
          </MenuItem>
        ))}
      </TextField>
    );
  return (
    <Stack>
      <FormControlLabel
        disabled={props.isDisabled}
        label={props.part.label}
        control={
          <Switch
            checked={value === true}
            onChange={(_, checked) => {
              onChange(checked);
            }}
          />
        }
      />
      {props.error !== undefined && <FormHelperText error>{props.error}</FormHelperText>}
      {props.hint}
    </Stack>
  );
}

/** A document as text. While it is none, the text goes as it is, and the API refuses it. */
function JsonInput({ value, onChange, ...props }: FieldProps): JSX.Element {
  const translate = useTranslate();
  const [text, setText] = useState(() => pretty(value));
  const [said, setSaid] = useState(value);
  const isOthers = value !== said;
  if (isOthers) {
    setSaid(value);
    setText(pretty(value));
  }
  const isWrong = typeof said === 'string' && text !== '' && documentIn(text) === undefined;
  return (
    <TextField
      {...common(props)}
      {...(isWrong && { error: true, helperText: translate('lockstep.form.no_json') })}
      value={text}
      multiline
      minRows={3}
      maxRows={16}
      slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: 'monospace' } } }}
      onChange={({ target }) => {
        const given = target.value.trim() === '' ? { is: null } : documentIn(target.value);
        const next = given ? given.is : target.value;
        setText(target.value);
        setSaid(next);
        onChange(next);
      }}
    />
  );
}

const pretty = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2);

function documentIn(text: string): { readonly is: unknown } | undefined {
  try {
    return { is: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const common = ({
  part,
  isDisabled,
  isRequired,
  error,
  hint,
}: Omit<InputProps, 'value' | 'onChange'>) => ({
  label: part.label,
  disabled: isDisabled,
  required: isRequired === true,
  error: error !== undefined,
  helperText: error ?? hint,
});

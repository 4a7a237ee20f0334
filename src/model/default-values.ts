import { isIP } from 'node:net';
import { isWellFormed } from '../django/index.js';
import type { DumpField } from './dump.js';
import type { Field } from './model.js';

type Kind = Pick<
  Field,
  'type' | 'columnType' | 'nullable' | 'maxLength' | 'bounds' | 'digits' | 'choices'
>;

/** Texts that hold a value of a type, as answers show it (`records/record-view.ts`). */
const FORMS = {
  decimal: { is: /^-?\d+(\.\d+)?$/, example: 'a decimal as text, "1.50"' },
  uuid: {
    is: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
    example: 'a UUID as text',
  },
  date: { is: /^\d{4}-\d\d-\d\d$/, example: 'a date, "2024-05-01"' },
  datetime: {
    is: /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/,
    example: 'a time in UTC, "2024-05-01T08:00:00Z"',
  },
  time: { is: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/, example: 'a time, "08:00:00"' },
  duration: { is: /^-?P(?=.)[\dDTHMS.]+$/, example: 'a duration of ISO 8601, "P1DT00H00M00S"' },
  binary: {
    is: /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/,
    example: 'bytes in base64',
  },
} satisfies Partial<Record<Field['type'], Form>>;

interface Form {
  readonly is: RegExp;
  readonly example: string;
}

/**
 * What a default must be to stand in answers and be stored.
 * @returns undefined where the value is that, else what was expected
 */
export function misfit(field: Kind, value: unknown): string | undefined {
  if (value === null) return field.nullable ? undefined : 'a value: the column is NOT NULL';
  const { choices, columnType } = field;
  // What `blank=True` leaves; an enum of the database takes nothing but its values.
  const isBlank = value === '' && !columnType.startsWith('enum');
  // As text, because a CharField of Django may have numbers as choices.
  if (choices && !isBlank && !choices.some(([one]) => asText(one) === asText(value)))
    return `one of ${choices.map(([one]) => JSON.stringify(one)).join(', ')}`;
  return misfitOfType(field, value);
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

function misfitOfType(field: Kind, value: unknown): string | undefined {
  const { type, bounds, maxLength } = field;
  switch (type) {
    case 'json':
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'float':
      return typeof value === 'number' ? undefined : 'a number';
    case 'integer':
      return isWithin(value, bounds)
        ? undefined
        : `an integer${bounds ? ` from ${bounds.min} to ${bounds.max}` : ''}`;
    case 'address':
      return typeof value === 'string' && isIP(value) !== 0 ? undefined : 'an IP address as text';
    case 'text':
      if (typeof value !== 'string' || !isWellFormed(value) || value.includes('\0'))
        return 'a text';
      return maxLength !== undefined && [...value].length > maxLength
        ? `a text of ${maxLength} characters at most`
        : undefined;
    case 'date':
    case 'datetime':
      return misfitOfForm(field, FORMS[type], isDay(value) ? value : undefined);
    case 'decimal':
    case 'uuid':
    case 'time':
    case 'duration':
    case 'binary':
      return misfitOfForm(field, FORMS[type], value);
  }
}

function misfitOfForm({ digits }: Kind, form: Form, value: unknown): string | undefined {
  if (typeof value !== 'string' || !form.is.test(value)) return form.example;
  if (!digits) return undefined;
  const [whole = '', fraction = ''] = value.replace('-', '').split('.');
  const places = digits.total - digits.decimals;
  return whole.replace(/^0+/, '').length > places || fraction.length > digits.decimals
    ? `a decimal of ${places} digits before and ${digits.decimals} behind the point`
    : undefined;
}

/** Whether it begins with a day that the calendar has. */
function isDay(value: unknown): boolean {
  const day = String(value).slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function isWithin(value: unknown, bounds: Field['bounds']): boolean {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return false;
  return !bounds || (BigInt(value) >= BigInt(bounds.min) && BigInt(value) <= BigInt(bounds.max));
}

/**
 * The default that the code of the site has for a field, as answers show it: Django stores an empty text where a text may be
 * left empty (`Field.get_default`), and turns values into the type of the column (`status = CharField(default=0)` is `"0"`).
 */
export function codeDefault(field: Kind, known: DumpField): unknown {
  const { type, nullable, digits } = field;
  const value = known.default;
  if (value === undefined)
    return type === 'text' && known.blank && !nullable && known.default_callable === undefined
      ? ''
      : undefined;
  if (value === null || typeof value === 'object' || type === 'json') return value;
  if (type === 'boolean') return typeof value === 'number' ? value !== 0 : value;
  if (type === 'integer' || type === 'float') return toNumber(value);
  const text = String(value);
  if (type !== 'decimal' || !digits || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return digits.decimals === 0 && /^0*$/.test(fraction)
    ? whole
    : `${whole}.${fraction.padEnd(digits.decimals, '0')}`;
}

const toNumber = (value: unknown): unknown =>
  typeof value === 'boolean' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
    ? Number(value)
    : value;

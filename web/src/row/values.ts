import { type Row } from '../api/lockstep.js';
import { textOf } from '../api/text.js';
import type { Field, Model } from '../api/models.js';

/** What was typed, as the API takes it; what is no such value goes as it is, and the API says what it expects. */
export function parsed(field: Field, text: string): unknown {
  if (text === '') return field.nullable || field.type !== 'text' ? null : '';
  if (field.type === 'integer' || field.type === 'float') {
    const value = Number(text);
    // Until it reads as the number does, as in "1.0", it is kept as it was typed.
    return String(value) === text && isExact(field, value) ? value : text;
  }
  if (field.type === 'datetime') {
    const time = new Date(text);
    return Number.isNaN(time.getTime()) ? text : time.toISOString();
  }
  return text;
}

const isExact = ({ type }: Field, value: number): boolean =>
  type === 'float' ? Number.isFinite(value) : Number.isSafeInteger(value);

/** A value as an input shows it. */
export function typed(field: Field, value: unknown): string {
  const text = textOf(value);
  return field.type === 'datetime' && text !== '' ? localTime(text) : text;
}

/** As `<input type="datetime-local">` has it, in the time zone of the browser. */
function localTime(value: string): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return value;
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What is sent: numbers that were typed in a way of their own are numbers. */
export function bodyOf({ fields }: Model, values: Row): Row {
  const types = new Map(fields.map(({ name, type }) => [name, type]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const isFloat = types.get(name) === 'float' && typeof value === 'string';
      return [name, isFloat && Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
}

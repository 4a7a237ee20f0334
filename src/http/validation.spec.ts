import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrorsOf } from './validation.js';

const errorsOf = (value: unknown) =>
  fieldErrorsOf(z.strictObject({ a: z.string() }).safeParse(value).error?.issues ?? []);

it('names the fields that a schema refused, and the keys that it does not know', () => {
  expect(errorsOf({ a: 1, b: 2 })).toMatchObject([
    { field: 'a', code: 'invalid_type' },
    { field: 'b', code: 'unrecognized_keys', message: 'This field is not known here.' },
  ]);
});

it('quotes at most 100 unknown keys, and of a long one its beginning: an import reports on hundreds of rows at once', () => {
  const keys = Array.from({ length: 500 }, (_, n) => `${n} ${'x'.repeat(5000)}`);
  const errors = errorsOf({ a: '', ...Object.fromEntries(keys.map((key) => [key, 1])) });
  expect(errors).toHaveLength(100);
  expect(errors[0]?.field).toBe(`0 ${'x'.repeat(198)}…`);
});

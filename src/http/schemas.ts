import { z } from 'zod';
import { isWellFormed, type JsonValue, strip } from '../django/index.js';
import { exactDocument } from '../exact-json.js';

/** The largest `INT` of MySQL, which Django's `AutoField` is. */
const MAX_ID = 2_147_483_647;

/** Digits in a path or query, as a positive number. `+1`, `1e3` and ` 1` are refused. */
const digits = (max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'Give a whole number.')
    .transform(Number)
    .pipe(z.int().min(1).max(max));

/** A primary key in a path: `@Param('id', { schema: idParam })`. */
export const idParam = digits(MAX_ID);

/** The key of a user in an answer: a number, its digits beyond 2^53, or a UUID, as the model of users has it. */
export const userIdView = z.union([z.int(), z.string()]).meta({
  description: 'A number; beyond 2^53 its digits; a UUID where the model of users has such a key.',
});

/** The same in a query, as text; which kind the site has, `UserModel.parseId` says. */
export const userIdParam = z
  .string()
  .regex(/^(\d{1,20}|[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12})$/i, 'Give a number or a UUID.');

/** The same in a body. */
export const userIdBody = z.union([z.int().min(1), userIdParam]);

/** `limit` and `cursor` of every list. */
export const pagination = {
  limit: digits(500).default(50),
  cursor: z.string().max(2000).optional(),
};

/** A flag in a query. */
export const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((word) => /^(true|1)$/.test(word));

type JsonObject = Readonly<Record<string, JsonValue>>;

/**
 * A JSON object with any keys, as the parser gave it and with its numbers as they are spelled: zod's `record` copies it without
 * the key `__proto__`, which is one like any other to Django.
 * @param levels how deep objects and arrays may nest; the default is what a body may
 */
export const jsonObject = (levels = 64) =>
  z
    .custom<JsonObject>()
    .superRefine((value, context) => {
      const isObject = isContainer(value) && !Array.isArray(value);
      if (!isObject) context.addIssue({ ...NO_OBJECT, input: value });
    })
    .refine((value) => isShallow(value, levels), {
      error: `Nest at most ${levels} levels.`,
      abort: true,
    })
    .transform(exactDocument)
    .meta({ type: 'object', additionalProperties: true });

const NO_OBJECT = {
  code: 'invalid_type',
  expected: 'record',
  message: 'Give a JSON object.',
  continue: false,
} as const;

function isShallow(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

/** What was typed, without the spaces around it, as Django's forms and REST framework's `CharField` take it. */
export const typed = () => z.string().overwrite(strip);

/** A text that UTF-8, JSON and Django's form fields can hold. May be empty. */
export const text = (longest: number) =>
  typed()
    .max(longest)
    .refine(isWellFormed, 'Half a surrogate pair is no text.')
    .refine((value) => !value.includes('\0'), 'Null characters are not allowed.');

/** What a writer says beside a change; it stands in the history. */
export const note = text(500).optional();

import { z } from 'zod';
import { flag, jsonObject, pagination, userIdParam } from '../../http/index.js';

/** Keys of the caller's own session to set; `null` removes a key. */
export const sessionPatchSchema = jsonObject()
  .refine((patch) => Object.keys(patch).every(isKey), 'A key has 1 to 200 characters.')
  .refine((patch) => Object.keys(patch).length <= 100, 'At most 100 keys at once.')
  .meta({ example: { theme: 'dark', key: null } });

const isKey = (key: string): boolean => key.length > 0 && key.length <= 200;

export type SessionPatch = z.infer<typeof sessionPatchSchema>;

export const decodeSchema = z
  .strictObject({ session_data: z.string().min(1).max(1_000_000) })
  .meta({
    example: { session_data: 'eyJvbmx5IjoxfQ:1sISAI:-FYW1fjisPoQ7wJbXpalEQPyj9VG_wfv0X9remTdRJc' },
  });

export type DecodeBody = z.infer<typeof decodeSchema>;

export const sessionListSchema = z.strictObject({
  user_id: userIdParam.optional(),
  active: flag.optional(),
  limit: pagination.limit,
});

export type SessionListQuery = z.infer<typeof sessionListSchema>;

export const endSessionsSchema = z.strictObject({ user_id: userIdParam });

export type EndSessionsQuery = z.infer<typeof endSessionsSchema>;

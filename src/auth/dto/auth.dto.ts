import { z } from 'zod';
import { isWellFormed } from '../../django/index.js';

// Bounds keep a request from buying a lot of hashing; Django's own forms stop at 254, without spaces around, and 4096.
const password = z.string().min(1).max(4096).refine(isWellFormed, 'Not a valid text.');

export const loginSchema = z
  .strictObject({ username: z.string().min(1).max(1000), password })
  .meta({ example: { username: 'root', password: 'correct horse battery staple' } });

export type LoginBody = z.infer<typeof loginSchema>;

export const passwordChangeSchema = z
  .strictObject({ old_password: password, new_password: password })
  .meta({ example: { old_password: 'old secret', new_password: 'correct horse battery staple' } });

export type PasswordChange = z.infer<typeof passwordChangeSchema>;

/** What `GET /api/auth/csrf` answers. */
export const csrfTokenSchema = z.object({ csrfToken: z.string() }).meta({
  id: 'CsrfToken',
  example: { csrfToken: 'pTXmOKnrbFdXWzkBDGKyyXdYxXaCOFbWBj2SvPlNMNnqVzYUFrzp1vZGLOsD8Cqx' },
});

export type CsrfToken = z.output<typeof csrfTokenSchema>;

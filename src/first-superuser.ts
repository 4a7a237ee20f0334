import type { INestApplicationContext } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { AccountsService, UsersRepository } from './auth/index.js';

/**
 * The account of a database without any, so that somebody can log in.
 * @param wanted `LOCKSTEP_CREATE_SUPERUSER`, which the launcher sets for the embedded database only
 * @returns name and random password, or null when none was wanted or needed
 */
export async function firstSuperuser(
  app: INestApplicationContext,
  wanted: string | undefined,
): Promise<{ username: string; password: string } | null> {
  if (wanted !== '1' || (await app.get(UsersRepository).hasAny())) return null;
  const account = { username: 'admin', password: randomBytes(12).toString('base64url') };
  await app.get(AccountsService).createSuperuser(account.username, '', account.password);
  return account;
}

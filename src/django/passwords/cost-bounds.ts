/**
 * What a stored hash may cost at most. The costs stand in the row itself, so a row that somebody else wrote could ask
 * for a day of work or for all memory; such a row counts as a wrong password. The bounds lie well above the dearest
 * defaults of any Django (6.1: 1,500,000 iterations; scrypt 16384/8/5, 16 MiB; argon2 100 MiB twice; bcrypt 12) and
 * keep one check within a few seconds and 512 MiB.
 */
export const COST_BOUNDS = {
  /** Characters of the whole column; Django's own is `varchar(128)`. */
  encodedLength: 512,
  pbkdf2Iterations: 10_000_000,
  bcryptRounds: 16,
  scryptMemoryBytes: 256 * 1024 * 1024,
  /** n * r * p; Django's default is 655,360. */
  scryptWork: 8_388_608,
  argon2MemoryKib: 512 * 1024,
  /** Memory (KiB) * passes; Django's default is 204,800. */
  argon2Work: 2 * 1024 * 1024,
  argon2Parallelism: 64,
  argon2HashBytes: 64,
} as const;

/** `workFactor` is n, `blockSize` r, `parallelism` p of RFC 7914. */
export interface ScryptCost {
  readonly workFactor: number;
  readonly blockSize: number;
  readonly parallelism: number;
}

export type Argon2Variety = 'argon2d' | 'argon2i' | 'argon2id';

export interface Argon2Cost {
  readonly variety: Argon2Variety;
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Bytes; not Django's choice but that of the argon2-cffi beside it: 16 before its 21.2, 32 since. */
  readonly hashBytes: number;
}

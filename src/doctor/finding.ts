/** `problem`: with the present environment something will not work. `warning`: somebody should look at it. */
export interface Finding {
  readonly level: 'problem' | 'warning' | 'good';
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export const problem = (message: string, remedy?: string): Finding => ({
  level: 'problem',
  message,
  ...(remedy !== undefined && { remedy }),
});

export const warning = (message: string, remedy?: string): Finding => ({
  level: 'warning',
  message,
  ...(remedy !== undefined && { remedy }),
});

export const good = (message: string): Finding => ({ level: 'good', message });

/** `3 users`, `1 user`. */
export const counted = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

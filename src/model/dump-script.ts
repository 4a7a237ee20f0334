import { readFileSync } from 'node:fs';

const FILE = new URL('./lockstep_models.py', import.meta.url);

/** The Python program that a site runs to make the dump. */
export const dumpScript = (): string => readFileSync(FILE, 'utf8');

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const FOLDER = new URL('../fixtures/django/', import.meta.url);

/** The Django releases whose password, session hash and CSRF answers stand in `test/fixtures/django`. */
export const RELEASES = [
  '1.4.16',
  '1.5.5',
  '1.6.11',
  '1.7.1',
  '1.11.2',
  '2.2.28',
  '3.2.25',
  '4.2.28',
  '5.2.19',
  '6.1.1',
] as const;

export type Release = (typeof RELEASES)[number];

/** One part of what a release answered, checked against the shape that the caller expects. */
export function vectorsOf<T>(release: Release | '1.3.7', part: string, shape: z.ZodType<T>): T {
  return z.object({ [part]: shape }).parse(readFixture(`django-${release}.json`))[part] as T;
}

export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

/** `'5.2.19'` is Django `'5.2'`. */
export function versionOf(release: Release): string {
  return release.split('.').slice(0, 2).join('.');
}

/** A verdict, or the exception that Django answered with (a 500 in a running site). */
export function verdictOr<T extends z.ZodType>(verdict: T) {
  return z.union([verdict, z.object({ raises: z.string() }).transform(() => RAISES)]);
}

/** Stands for "Django raised". */
export const RAISES = 'raises';

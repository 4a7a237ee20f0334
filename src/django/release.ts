/**
 * Django's releases. The configuration reads this file and nothing else of the folder: the rest brings the hash libraries
 * along, which the primary process has no use for.
 */

/** Every release whose formats are known, ascending. */
export const djangoReleases = [
  '1.3',
  '1.4',
  '1.5',
  '1.6',
  '1.7',
  '1.8',
  '1.9',
  '1.10',
  '1.11',
  '2.0',
  '2.1',
  '2.2',
  '3.0',
  '3.1',
  '3.2',
  '4.0',
  '4.1',
  '4.2',
  '5.0',
  '5.1',
  '5.2',
  '6.0',
  '6.1',
] as const;

export type DjangoRelease = (typeof djangoReleases)[number];

/** Those that may stand in `DJANGO_VERSION`: 1.3 only ever shares its passwords and tables. */
export const djangoVersions: readonly string[] = djangoReleases.slice(1);

/** Whether the Django release `version` (`'5.2'`) is `since` or a later one. */
export function isAtLeast(version: string, since: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [sinceMajor = 0, sinceMinor = 0] = since.split('.').map(Number);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

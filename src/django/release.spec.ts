import { expect, it } from 'vitest';
import { djangoReleases, isAtLeast } from './release.js';

it('orders releases by number, not by text', () => {
  for (const [at, release] of djangoReleases.entries())
    expect(djangoReleases.filter((since) => isAtLeast(release, since))).toEqual(
      djangoReleases.slice(0, at + 1),
    );
  expect([isAtLeast('5.2.19', '5.2'), isAtLeast('5.1.19', '5.2')]).toEqual([true, false]);
});

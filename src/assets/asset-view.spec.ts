import { expect, test } from 'vitest';
import { toAssetView } from './asset-view.js';

test.each([
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31T08:00:00.120000Z', '2026-01-31T08:00:00.120Z'],
  ['2026-01-31T08:00:00.000001Z', '2026-01-31T08:00:00.000001Z'],
  ['2026-01-31T08:00:00.123456Z', '2026-01-31T08:00:00.123456Z'],
])(
  '%s is shown as %s: three digits of a second at least, and no microsecond lost',
  (time, shown) => {
    expect(toAssetView({ updated_at: time })).toEqual({ updated_at: shown });
  },
);

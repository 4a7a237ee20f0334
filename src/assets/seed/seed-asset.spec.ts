import { expect, test } from 'vitest';
import { assetCreateSchema } from '../dto/asset.dto.js';
import { seedAsset } from './seed-asset.js';

test('the made-up asset of a number is always the same', () => {
  expect(seedAsset(42)).toMatchObject({
    asset_tag: 'SEED-00000042',
    mac_address: '02:00:00:00:00:2A',
  });
  expect(seedAsset(42)).toEqual(seedAsset(42));
});

test('made-up assets are ones that the API would accept, with tags and serials of their own', () => {
  const assets = Array.from({ length: 5000 }, (_, at) => seedAsset(at + 1));
  for (const asset of assets) expect(assetCreateSchema.safeParse(asset).error).toBeUndefined();
  for (const column of ['asset_tag', 'serial', 'mac_address'] as const)
    expect(new Set(assets.map((asset) => asset[column])).size).toBe(5000);
  expect(new Set(assets.map(({ status }) => status)).size).toBe(5);
  expect(new Set(assets.map(({ model }) => model)).size).toBe(6);
});

import type { AssetStatus, Columns } from '../asset.model.js';

/** Tags of made-up assets: `SEED-00000042`. */
export const SEED_PREFIX = 'SEED-';

const SITES = ['Shanghai', 'Nanjing', 'Xi’an', 'Berlin', 'Porto Alegre', 'Nairobi', 'Oslo'];

interface Product {
  readonly category: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly short: string;
  readonly price: number;
}

const PRODUCTS: readonly Product[] = [
  { category: 'server', manufacturer: 'ZTE', model: 'R5300 G4', short: 'r5300g4', price: 4999 },
  { category: 'server', manufacturer: 'Dell', model: 'PowerEdge R760', short: 'r760', price: 6450 },
  { category: 'switch', manufacturer: 'Arista', model: '7050X4', short: '7050x4', price: 8800 },
  { category: 'laptop', manufacturer: 'Lenovo', model: 'ThinkPad T14', short: 't14', price: 1249 },
  { category: 'monitor', manufacturer: 'Eizo', model: 'EV2740X', short: 'ev2740x', price: 699 },
  { category: 'phone', manufacturer: 'Fairphone', model: 'Fairphone 5', short: 'fp5', price: 549 },
];

/** Of twenty assets: most are in use. */
const STATUSES: readonly (readonly [AssetStatus, number])[] = [
  ['deployed', 12],
  ['in_stock', 17],
  ['maintenance', 18],
  ['retired', 19],
  ['lost', 20],
];

/** The made-up asset with this number, from 1: always the same one. */
export function seedAsset(number: number): Columns {
  const dice = scrambled(number);
  const product = pick(PRODUCTS, dice);
  const site = pick(SITES, dice >>> 5);
  const isRacked = product.category === 'server' || product.category === 'switch';
  const rack = String(1 + ((dice >>> 8) % 48)).padStart(2, '0');
  const unit = 1 + ((dice >>> 14) % 42);
  const bought = new Date(Date.UTC(2019, 0, 1 + ((dice >>> 3) % 2500)));
  return {
    asset_tag: tagOf(number),
    name: isRacked ? `${product.short}-${rack}-${unit}` : `${product.short}-${number}`,
    serial: `${product.short.toUpperCase()}${number.toString(36).toUpperCase().padStart(7, '0')}`,
    status: statusOf(dice >>> 9),
    category: product.category,
    manufacturer: product.manufacturer,
    model: product.model,
    site: site,
    rack: isRacked ? rack : '',
    rack_unit: isRacked ? unit : null,
    ip_address: isRacked
      ? `10.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
      : null,
    mac_address: macOf(number),
    purchased_on: isoDate(bought),
    warranty_until: isoDate(
      new Date(Date.UTC(bought.getUTCFullYear() + 3, bought.getUTCMonth(), 1)),
    ),
    cost: `${product.price}.00`,
    notes: dice % 10 === 0 ? 'Delivered with a damaged box.' : '',
    custom: { rack: { row: dice % 26 }, power: dice % 2 === 0 ? 'A+B' : 'A' },
  };
}

/** @param number up to 99,999,999 */
const tagOf = (number: number): string => SEED_PREFIX + String(number).padStart(8, '0');

/** Neighbours get far-apart numbers (the finalizer of MurmurHash3). */
function scrambled(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function pick<T>(list: readonly T[], dice: number): T {
  const item = list[dice % list.length];
  if (item === undefined) throw new RangeError('an empty list');
  return item;
}

const statusOf = (dice: number): AssetStatus =>
  STATUSES.find(([, below]) => dice % 20 < below)?.[0] ?? 'in_stock';

const macOf = (number: number): string =>
  `02${number.toString(16).padStart(10, '0')}`.toUpperCase().replace(/..(?=.)/g, '$&:');

const isoDate = (date: Date): string => date.toISOString().slice(0, 10);

/** The label of the inventory among the models. */
export const INVENTORY = 'assets.asset';

/** Where an asset may go from each status. The API decides; this is what is offered. */
export const NEXT_STATUSES: Readonly<Record<string, readonly string[]>> = {
  in_stock: ['deployed', 'maintenance', 'retired', 'lost'],
  deployed: ['in_stock', 'maintenance', 'retired', 'lost'],
  maintenance: ['in_stock', 'deployed', 'retired', 'lost'],
  retired: ['in_stock'],
  lost: ['in_stock', 'deployed', 'retired'],
};

/** The page of an asset in the console. */
export const pathOfAsset = (id: unknown): string =>
  `/${INVENTORY}/${encodeURIComponent(String(id))}`;

/** The page with labels for these assets. */
export const pathOfLabels = (ids: readonly unknown[]): string =>
  `/labels?ids=${ids.map((id) => encodeURIComponent(String(id))).join(',')}`;

/** What `pathOfLabels` has put into the address. */
export const idsIn = (parameters: URLSearchParams): string[] => [
  ...new Set((parameters.get('ids') ?? '').split(',').filter((id) => id !== '')),
];

/** What routes ask for, as Django's `user.has_perm` takes it. */
export const PERMISSIONS = [
  'assets.view_asset',
  'assets.add_asset',
  'assets.change_asset',
  'assets.delete_asset',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

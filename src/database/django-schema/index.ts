import { authTables } from './auth-tables.js';
import { contentTypeTable } from './content-type-table.js';
import { sessionTables } from './session-tables.js';
import type { DjangoTable } from './django-table.js';

/** Parents before children, so that foreign keys find what they refer to. */
export const djangoTables: readonly DjangoTable[] = [
  ...contentTypeTable,
  ...authTables,
  ...sessionTables,
];

export { ddlOf, isAtLeast } from './django-table.js';
export { djangoModels, type DjangoModel, djangoMigrations } from './django-rows.js';

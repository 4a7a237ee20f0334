import { authTables } from './auth-tables.js';
import { contentTypeTable } from './content-type-table.js';
import { migrationTable } from './migration-table.js';
import { sessionTables } from './session-tables.js';
import type { DjangoTable } from './django-table.js';

/** As Django does it: the record of migrations first, then parents before children. */
export const djangoTables: readonly DjangoTable[] = [
  ...migrationTable,
  ...contentTypeTable,
  ...authTables,
  ...sessionTables,
];

export { ddlOf } from './django-table.js';
export { djangoModels, type DjangoModel, djangoMigrations } from './django-rows.js';

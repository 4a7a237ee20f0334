export { parseAssetQuery, type QueryParameters } from './asset-query.js';
export { compileAssetQuery, type CompiledQuery, pageOf } from './page.js';
export { ORDERABLE_NAMES } from './ordering.js';
export { TARGET_NAMES } from './target.js';
export { type Field, FIELD_NAMES, fieldOf, FIELDS, isField, isNullable } from './fields.js';
export { compileFilter } from './filter.js';
export { selectWithin } from './server-dialect.js';
export type { SqlFragment } from './sql.js';
export { InvalidLookupError } from './lookup.errors.js';

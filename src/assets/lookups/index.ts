export { type AssetQuery, parseAssetQuery, type QueryParameters } from './asset-query.js';
export { compileAssetQuery, type CompiledQuery, type Page, pageOf } from './page.js';
export type { Field } from './fields.js';
export { type AssetFilter, compileFilter } from './filter.js';
export type { SqlFragment } from './sql.js';

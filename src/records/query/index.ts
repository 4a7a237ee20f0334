export { lookupsOf } from './comparison.js';
export { compileFilter, type Filters, type RecordFilter } from './filter.js';
export {
  type CompiledList,
  compileList,
  type ListQuery,
  type Page,
  pageOf,
  parseFields,
  parseFilters,
  parseListQuery,
  type QueryParameters,
  single,
} from './list-query.js';
export { InvalidLookupError } from './lookup.errors.js';
export { orderableNames } from './ordering.js';
export { filterNames, type Scope } from './scope.js';
export { selectWithin } from './server-dialect.js';
export { columnOf, quoted, type SqlFragment, type SqlValue } from './sql.js';

export { type AggregateQuery, parseAggregate } from './aggregate.js';
export { lookupsOf } from './comparison.js';
export { compileFilter } from './filter.js';
export {
  type CompiledList,
  compileList,
  type ListQuery,
  pageOf,
  parseExpand,
  parseFields,
  parseListQuery,
  type QueryParameters,
  single,
} from './list-query.js';
export { InvalidLookupError } from './lookup.errors.js';
export { keyIs, keysIn } from './keys.js';
export { orderableNames } from './ordering.js';
export {
  columnField,
  filterNames,
  isOrderable,
  operandOf,
  type Scope,
  type Way,
  waysOf,
} from './scope.js';
export { selectWithin } from './server-dialect.js';
export { columnOf, quoted, type SqlFragment } from './sql.js';
export { toFlag } from './values.js';

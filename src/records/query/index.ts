export { type AggregateQuery, parseAggregate } from './aggregate.js';
export { lookupsOf } from './comparison.js';
export { compileFilter } from './filter.js';
export {
  type CompiledList,
  compileList,
  containing,
  type ListQuery,
  pageOf,
  parseExpand,
  parseFields,
  parseListQuery,
  type QueryParameters,
  single,
} from './list-query.js';
export { InvalidLookupError } from './lookup.errors.js';
export { keyField, keyIs, keysIn } from './keys.js';
export { orderableNames, orderBy, parseOrdering } from './ordering.js';
export {
  columnField,
  filterNames,
  isOrderable,
  operandOf,
  type Scope,
  type Way,
  wayNamed,
  waysOf,
} from './scope.js';
export { selectWithin } from './server-dialect.js';
export {
  allOf,
  anyOf,
  bind,
  columnOf,
  commaSeparated,
  concat,
  quoted,
  type SqlFragment,
  type SqlValue,
} from './sql.js';
export { storedScalar, toFlag } from './values.js';

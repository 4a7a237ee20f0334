export {
  compileFilter,
  compileList,
  type CompiledList,
  filterNames,
  InvalidLookupError,
  orderableNames,
  pageOf,
  parseListQuery,
  type QueryParameters,
  type Scope,
  selectWithin,
  type SqlFragment,
} from './query/index.js';
export { RecordsModule } from './records.module.js';

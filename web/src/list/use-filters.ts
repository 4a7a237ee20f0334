import { useListContext } from 'react-admin';
import type { Row } from '../api/lockstep.js';

/** The filters of the list as lookups by name; `q` is the search. */
export const useFilters = (): Row => useListContext().filterValues as Row;

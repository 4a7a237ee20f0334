import type { JSX } from 'react';
import type { Model } from '../api/models.js';

/** What can be done with the rows that are chosen. */
export function BulkActions(_: { model: Model }): JSX.Element {
  return <></>;
}

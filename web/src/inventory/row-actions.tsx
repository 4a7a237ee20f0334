import type { JSX } from 'react';
import type { Row as ReadRow } from '@lockstep/client';
import type { Row } from '../api/lockstep.js';
import type { Model } from '../api/models.js';
import type { Lease } from '../row/use-lease.js';

interface RowActionsProps {
  readonly model: Model;
  readonly row: Row;
  readonly etag: string;
  readonly lease: Lease;
  readonly onDone: (row: ReadRow<Row>) => void;
}

/** What can be done with an asset beside changing its fields. */
export function RowActions(_: RowActionsProps): JSX.Element {
  return <></>;
}

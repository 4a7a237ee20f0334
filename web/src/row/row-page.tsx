import type { JSX } from 'react';

export function RowPage(): JSX.Element {
  return <></>;
}

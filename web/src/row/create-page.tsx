import type { JSX } from 'react';

export function CreatePage(): JSX.Element {
  return <></>;
}

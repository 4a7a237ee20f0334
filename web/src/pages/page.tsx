import { Box } from '@mui/material';
import type { JSX, ReactNode } from 'react';
import { Title, useTranslate } from 'react-admin';

/** A page with its title in the bar. */
export function Page({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  const translate = useTranslate();
  return (
    <Box sx={{ py: 2, maxWidth: 1200 }}>
      <Title title={translate(title)} />
      {children}
    </Box>
  );
}

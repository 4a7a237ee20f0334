import { Box, Button } from '@mui/material';
import type { JSX } from 'react';
import { useTranslate } from 'react-admin';
import type { Part } from '../api/models.js';
import { Value } from '../list/value.js';
import type { Clash } from './merge.js';
import type { Arrival } from './use-row.js';

interface ArrivalProps {
  readonly part: Part;
  readonly arrival: Arrival | undefined;
  readonly clash: Clash | undefined;
  readonly onSettle: (whose: 'mine' | 'theirs') => void;
}

/** Below an input: that somebody has changed this field while the form was open, and what to do about it. */
export function ArrivalNote({ part, arrival, clash, onSettle }: ArrivalProps): JSX.Element | null {
  const translate = useTranslate();
  if (!arrival && !clash) return null;
  const who = arrival?.by ?? translate('lockstep.somebody');
  if (!clash)
    return (
      <Box component="span" role="status" sx={{ color: 'info.main' }}>
        {translate('lockstep.form.arrived', { who })} <Value part={part} value={arrival?.before} />
      </Box>
    );
  return (
    <Box component="span" role="status" sx={{ color: 'warning.main' }}>
      {translate('lockstep.form.clash', { who })}{' '}
      <strong>
        <Value part={part} value={clash.theirs} />
      </strong>{' '}
      {(['theirs', 'mine'] as const).map((whose) => (
        <Button
          key={whose}
          size="small"
          sx={{ py: 0, minWidth: 0 }}
          onClick={() => {
            onSettle(whose);
          }}
        >
          {translate(`lockstep.form.take_${whose}`)}
        </Button>
      ))}
    </Box>
  );
}

import EditIcon from '@mui/icons-material/EditOutlined';
import { Alert, Button, Chip } from '@mui/material';
import type { JSX } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { formatTime } from '../list/value.js';
import { useSession } from '../session.js';
import type { Lease } from './use-lease.js';

/** Who edits the row, since when, and until when at least. */
export function LeaseBanner({ lease }: { lease: Lease }): JSX.Element {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { me } = useSession();
  const { state, takeOver } = lease;
  if (state.kind === 'none') return <></>;
  if (state.kind === 'mine')
    return (
      <Chip
        size="small"
        color="success"
        variant="outlined"
        icon={<EditIcon />}
        label={translate('lockstep.lease.mine')}
      />
    );
  if (state.kind === 'locked')
    return (
      <Alert severity="warning" sx={{ width: '100%' }}>
        {translate('lockstep.lease.locked')}
      </Alert>
    );
  const { holder, taken_at, seconds_left } = state.lease;
  const since =
    taken_at === null
      ? ''
      : translate('lockstep.lease.since', { time: formatTime(taken_at, locale) });
  const isOwn = holder.id === me.id;
  return (
    <Alert
      severity="info"
      sx={{ width: '100%' }}
      action={
        (isOwn || me.is_superuser) && (
          <Button color="inherit" size="small" onClick={() => void takeOver()}>
            {translate('lockstep.lease.take_over')}
          </Button>
        )
      }
    >
      {translate(isOwn ? 'lockstep.lease.own' : 'lockstep.lease.theirs', {
        who: holder.username ?? translate('lockstep.somebody'),
        since,
        seconds: seconds_left,
      })}
    </Alert>
  );
}

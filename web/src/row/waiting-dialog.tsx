import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
  Typography,
} from '@mui/material';
import { type JSX, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Waiting } from './use-patience.js';

/** A transaction, Django's perhaps, holds the row: how long is left, and a way out. */
export function WaitingDialog({ waiting }: { waiting: Waiting | undefined }): JSX.Element {
  return waiting ? <Countdown {...waiting} /> : <></>;
}

function Countdown({ until, cancel }: Waiting): JSX.Element {
  const translate = useTranslate();
  const [whole] = useState(() => until - Date.now());
  const [left, setLeft] = useState(whole);
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(Math.max(0, until - Date.now()));
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [until]);
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="waiting-title">
      <DialogTitle id="waiting-title">{translate('lockstep.waiting.title')}</DialogTitle>
      <DialogContent>
        <Typography gutterBottom>{translate('lockstep.waiting.explanation')}</Typography>
        <LinearProgress
          variant="determinate"
          value={100 - (100 * left) / whole}
          aria-label={translate('lockstep.waiting.title')}
        />
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          {translate('lockstep.waiting.left', { seconds: Math.ceil(left / 1000) })}
        </Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={cancel} autoFocus>
          {translate('lockstep.waiting.cancel')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

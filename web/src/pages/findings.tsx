import { Alert, Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import { type components, dataOf } from '@lockstep/client';
import { type JSX, useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { lockstep, messageOf } from '../api/lockstep.js';

type Doctor = components['schemas']['Doctor'];
type Finding = components['schemas']['Finding'];

const LEVELS = [
  ['problem', 'error'],
  ['warning', 'warning'],
  ['good', 'success'],
] as const;

interface Look {
  readonly doctor?: Doctor;
  readonly error?: unknown;
}

/** What the doctor finds, in its own words; asked once, and again on demand. */
export function Findings(): JSX.Element {
  const translate = useTranslate();
  const [looks, setLooks] = useState(0);
  const [found, setFound] = useState<Look & { readonly of: number }>({ of: -1 });
  useEffect(() => {
    const end = new AbortController();
    const show = (look: Look): void => {
      if (!end.signal.aborted) setFound({ ...look, of: looks });
    };
    lockstep.http
      .GET('/api/doctor', { signal: end.signal })
      .then((answer) => {
        show({ doctor: dataOf(answer) });
      })
      .catch((error: unknown) => {
        show({ error });
      });
    return () => {
      end.abort();
    };
  }, [looks]);
  const isLooking = found.of !== looks;
  const { doctor, error } = found;
  const title = translate('lockstep.pages.health.doctor');
  return (
    <Box component="section" aria-label={title} aria-busy={isLooking}>
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', alignItems: 'center', mb: 1 }}>
        <Typography component="h2" variant="h6">
          {title}
        </Typography>
        <Button
          size="small"
          variant="outlined"
          disabled={isLooking}
          onClick={() => {
            setLooks(looks + 1);
          }}
        >
          {translate('lockstep.pages.health.again')}
        </Button>
      </Stack>
      {isLooking && <LinearProgress aria-label={translate('lockstep.pages.health.looking')} />}
      {error !== undefined && <Alert severity="error">{messageOf(error)}</Alert>}
      {doctor &&
        LEVELS.map(([level, severity]) => (
          <Group
            key={level}
            title={translate(`lockstep.pages.health.${level}`)}
            severity={severity}
            findings={doctor.findings.filter((finding) => finding.level === level)}
          />
        ))}
    </Box>
  );
}

interface GroupProps {
  readonly title: string;
  readonly severity: 'error' | 'warning' | 'success';
  readonly findings: readonly Finding[];
}

function Group({ title, severity, findings }: GroupProps): JSX.Element {
  if (findings.length === 0) return <></>;
  return (
    <>
      <Typography component="h3" variant="subtitle1" sx={{ mt: 2, mb: 1 }}>
        {title} ({findings.length})
      </Typography>
      <Stack component="ul" spacing={1} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {findings.map(({ message, remedy }) => (
          <li key={message}>
            <Alert
              severity={severity}
              role="presentation"
              sx={{ '.MuiAlert-message': { overflowWrap: 'anywhere' } }}
            >
              {message}
              {remedy !== null && <Typography variant="body2">{remedy}</Typography>}
            </Alert>
          </li>
        ))}
      </Stack>
    </>
  );
}

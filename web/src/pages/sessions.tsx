import {
  Alert,
  Button,
  Card,
  CardContent,
  Checkbox,
  FormControlLabel,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { type components, dataOf } from '@lockstep/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, type SubmitEvent, useState } from 'react';
import { Confirm, Loading, useLocaleState, useNotify, useTranslate } from 'react-admin';
import { lockstep, messageOf } from '../api/lockstep.js';
import { formatTime } from '../list/value.js';
import { Page } from './page.js';

type Session = components['schemas']['Session'];

const say = 'lockstep.pages.sessions';

/** Who is logged in where; what a session has in it; ending it. For superusers. */
export default function SessionsPage(): JSX.Element {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [isActive, setActive] = useState(true);
  const [user, setUser] = useState('');
  const { data, error, isPending } = useQuery({
    queryKey: ['sessions', isActive, user],
    queryFn: async ({ signal }) => {
      const active = isActive ? 'true' : 'false';
      const query = { limit: '200', active, ...(user !== '' && { user_id: user }) } as const;
      return dataOf(await lockstep.http.GET('/api/sessions', { params: { query }, signal }));
    },
  });
  const columns = ['key', 'user', 'expires', 'format', 'valid'];
  return (
    <Page title={`${say}.title`}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ mb: 2 }}>
        <TextField
          label={translate(`${say}.of_user`)}
          value={user}
          onChange={({ target }) => {
            setUser(target.value.trim());
          }}
          sx={{ maxWidth: 280 }}
        />
        <FormControlLabel
          label={translate(`${say}.active`)}
          control={
            <Checkbox
              checked={isActive}
              onChange={(_, checked) => {
                setActive(checked);
              }}
            />
          }
        />
        {user !== '' && <EndAll user={user} />}
      </Stack>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      {isPending && <Loading />}
      {data && !data.complete && (
        <Alert severity="info">{translate(`${say}.incomplete`, { scanned: data.scanned })}</Alert>
      )}
      <TableContainer component={Card} sx={{ mb: 3 }} tabIndex={0}>
        <Table size="small">
          <TableHead>
            <TableRow>
              {columns.map((name) => (
                <TableCell key={name}>{translate(`${say}.${name}`)}</TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {data?.results.map((session, at) => (
              <TableRow key={`${session.session_key} ${at}`}>
                <TableCell>
                  <code>{session.session_key}</code>
                </TableCell>
                <TableCell>{session.user_id ?? translate(`${say}.nobody`)}</TableCell>
                <TableCell>{formatTime(session.expire_date, locale)}</TableCell>
                <TableCell>{session.format}</TableCell>
                <TableCell>
                  {translate(session.valid ? 'ra.boolean.true' : 'ra.boolean.false')}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      <OneSession />
    </Page>
  );
}

function EndAll({ user }: { user: string }): JSX.Element {
  const translate = useTranslate();
  const end = useEnding(async () => {
    const query = { user_id: user };
    const { ended } = dataOf(await lockstep.http.DELETE('/api/sessions', { params: { query } }));
    return ended;
  });
  return <EndButton label={translate(`${say}.end_all`, { id: user })} onEnd={end} />;
}

/** By its whole key, which lists never show. */
function OneSession(): JSX.Element {
  const translate = useTranslate();
  const [key, setKey] = useState('');
  const [found, setFound] = useState<Session>();
  const [failure, setFailure] = useState<string>();
  const path = { key: key.trim() };
  const show = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setFound(undefined);
    setFailure(undefined);
    try {
      setFound(dataOf(await lockstep.http.GET('/api/sessions/{key}', { params: { path } })));
    } catch (error) {
      setFailure(messageOf(error));
    }
  };
  const end = useEnding(async () => {
    dataOf(await lockstep.http.DELETE('/api/sessions/{key}', { params: { path } }));
    setFound(undefined);
    return 1;
  });
  return (
    <Card>
      <CardContent>
        <Typography component="h2" variant="h6" sx={{ mb: 2 }}>
          {translate(`${say}.look`)}
        </Typography>
        <Stack
          component="form"
          direction="row"
          spacing={2}
          onSubmit={(event: SubmitEvent) => void show(event)}
        >
          <TextField
            label={translate(`${say}.whole_key`)}
            value={key}
            onChange={({ target }) => {
              setKey(target.value);
            }}
            autoComplete="off"
          />
          <Button type="submit" disabled={key.trim() === ''}>
            {translate(`${say}.show`)}
          </Button>
        </Stack>
        {failure !== undefined && <Alert severity="error">{failure}</Alert>}
        {found && (
          <>
            <pre>{JSON.stringify({ ...found, session_key: undefined }, null, 2)}</pre>
            <EndButton label={translate(`${say}.end`)} onEnd={end} />
          </>
        )}
      </CardContent>
    </Card>
  );
}

/** @param end says how many ended */
function useEnding(end: () => Promise<number>): () => Promise<void> {
  const notify = useNotify();
  const client = useQueryClient();
  return async () => {
    try {
      notify(`${say}.ended`, { type: 'success', messageArgs: { count: await end() } });
    } catch (error) {
      notify(messageOf(error), { type: 'error' });
    }
    await client.invalidateQueries({ queryKey: ['sessions'] });
  };
}

function EndButton({ label, onEnd }: { label: string; onEnd: () => Promise<void> }): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        color="error"
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={label}
        content={`${say}.confirm`}
        onConfirm={() => {
          setAsking(false);
          void onEnd();
        }}
        onClose={() => {
          setAsking(false);
        }}
      />
    </>
  );
}

import {
  Alert,
  Box,
  Button,
  Card,
  CssBaseline,
  Dialog,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { type SubmitEvent, type JSX, useState } from 'react';
import {
  AdminContext,
  type I18nProvider,
  localStorageStore,
  ThemeProvider,
  useTranslate,
} from 'react-admin';
import { lockstep, messageOf } from '../api/lockstep.js';
import { darkTheme, lightTheme } from '../theme.js';
import { LocaleButton } from './locale-button.js';

interface LoginProps {
  readonly i18nProvider: I18nProvider;
  /** Given: their login ended while they worked, and the page stays as it is behind the form. */
  readonly username?: string;
  readonly onLogin: () => Promise<void>;
}

/** The login of the Django site. */
export function LoginPage({ i18nProvider, username, onLogin }: LoginProps): JSX.Element {
  const [store] = useState(() => localStorageStore('1', '.lockstep'));
  return (
    <AdminContext
      i18nProvider={i18nProvider}
      store={store}
      theme={lightTheme}
      darkTheme={darkTheme}
    >
      <ThemeProvider>
        <CssBaseline enableColorScheme />
        {username === undefined ? (
          <Box
            component="main"
            sx={{
              minHeight: '100vh',
              display: 'grid',
              placeItems: 'center',
              p: 2,
              bgcolor: 'background.default',
            }}
          >
            <Card sx={{ p: 4, width: '100%', maxWidth: 400 }}>
              <LoginForm onLogin={onLogin} />
            </Card>
          </Box>
        ) : (
          <Dialog open fullWidth maxWidth="xs" aria-labelledby="login-title">
            <Box sx={{ p: 4 }}>
              <LoginForm username={username} onLogin={onLogin} />
            </Box>
          </Dialog>
        )}
      </ThemeProvider>
    </AdminContext>
  );
}

function LoginForm({ username, onLogin }: Pick<LoginProps, 'username' | 'onLogin'>): JSX.Element {
  const translate = useTranslate();
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const given = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    setFailure(undefined);
    try {
      await lockstep.login(given('username'), given('password'));
      await onLogin();
    } catch (error) {
      setFailure(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Stack component="form" spacing={2.5} onSubmit={(event) => void submit(event)}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center' }}>
        <Typography id="login-title" component="h1" variant="h5">
          Lockstep
        </Typography>
        <LocaleButton />
      </Stack>
      <Typography sx={{ color: 'text.secondary' }}>
        {translate(username === undefined ? 'lockstep.login.hint' : 'lockstep.login.expired')}
      </Typography>
      {failure !== undefined && <Alert severity="error">{failure}</Alert>}
      <TextField
        name="username"
        label={translate('ra.auth.username')}
        autoComplete="username"
        autoFocus={username === undefined}
        defaultValue={username}
        required
      />
      <TextField
        name="password"
        type="password"
        label={translate('ra.auth.password')}
        autoComplete="current-password"
        autoFocus={username !== undefined}
        required
      />
      <Button type="submit" variant="contained" size="large" disabled={isBusy}>
        {translate('ra.auth.sign_in')}
      </Button>
    </Stack>
  );
}

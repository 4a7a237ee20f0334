import { QueryClient } from '@tanstack/react-query';
import { lockstepDataProvider } from 'ra-data-lockstep';
import { type JSX, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import {
  Admin,
  CustomRoutes,
  type I18nProvider,
  Loading,
  localStorageStore,
  Resource,
} from 'react-admin';
import { Route } from 'react-router-dom';
import { Feed } from './api/feed.js';
import { lockstep, messageOf } from './api/lockstep.js';
import { canAdd, type Model } from './api/models.js';
import { authProvider } from './auth-provider.js';
import { i18n } from './i18n/index.js';
import { ConsoleLayout } from './layout/layout.js';
import { LoginPage } from './layout/login.js';
import { ModelList } from './list/model-list.js';
import { dashboard, pages } from './pages/index.js';
import { CreatePage } from './row/create-page.js';
import { RowPage } from './row/row-page.js';
import { type Me, SessionContext } from './session.js';
import { darkTheme, lightTheme } from './theme.js';

/** Nobody, until the first answer; then the user, or that there is none. */
type Visitor = { readonly me: Me; readonly models: readonly Model[] } | 'nobody' | 'unknown';

/** The whole console: the login, or the pages of whoever is logged in on the site. */
export function Console(): JSX.Element {
  const [visitor, setVisitor] = useState<Visitor>('unknown');
  const [failure, setFailure] = useState<string>();
  const look = useCallback(async () => {
    try {
      const me = await lockstep.me();
      setVisitor(me ? { me, models: await lockstep.models({ fresh: true }) } : 'nobody');
    } catch (error) {
      setFailure(messageOf(error));
    }
  }, []);
  useEffect(() => void look(), [look]);
  const i18nProvider = useMemo(() => i18n(), []);
  if (failure !== undefined) return <p role="alert">{failure}</p>;
  if (visitor === 'unknown') return <></>;
  if (visitor === 'nobody') return <LoginPage i18nProvider={i18nProvider} onLogin={look} />;
  const leave = (): void => {
    setVisitor('nobody');
  };
  return (
    <Pages
      key={String(visitor.me.id)}
      me={visitor.me}
      models={visitor.models}
      i18nProvider={i18nProvider}
      onLogout={leave}
    />
  );
}

interface PagesProps {
  readonly me: Me;
  readonly models: readonly Model[];
  readonly i18nProvider: I18nProvider;
  readonly onLogout: () => void;
}

function Pages({ me, models, i18nProvider, onLogout }: PagesProps): JSX.Element {
  const [isExpired, setExpired] = useState(false);
  const byLabel = useMemo(() => new Map(models.map((model) => [model.label, model])), [models]);
  const [feed, setFeed] = useState<Feed>();
  useEffect(() => {
    const opened = new Feed(models.map(({ label }) => label));
    setFeed(opened);
    return () => {
      opened.close();
    };
  }, [models]);
  const session = useMemo(() => feed && { me, models: byLabel, feed }, [me, byLabel, feed]);
  const store = useMemo(() => localStorageStore('1', `.lockstep.${me.username}`), [me]);
  const data = useMemo(() => lockstepDataProvider(lockstep), []);
  const auth = useMemo(
    () =>
      authProvider(me, {
        onLogout,
        onExpired: () => {
          setExpired(true);
        },
      }),
    [me, onLogout],
  );
  const queryClient = useMemo(
    () => new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying } } }),
    [],
  );
  if (!session) return <></>;
  const offered = pages.filter(({ isFor }) => isFor(session));
  return (
    <SessionContext value={session}>
      <Admin
        dataProvider={data}
        authProvider={auth}
        i18nProvider={i18nProvider}
        queryClient={queryClient}
        store={store}
        theme={lightTheme}
        darkTheme={darkTheme}
        layout={ConsoleLayout}
        title="Lockstep"
        disableTelemetry
        {...(dashboard && { dashboard })}
      >
        {models.map((model) => (
          <Resource
            key={model.label}
            name={model.label}
            options={{ label: model.verbose_name }}
            list={ModelList}
            edit={RowPage}
            {...(canAdd(model) && { create: CreatePage })}
          />
        ))}
        <CustomRoutes>
          {offered.map(({ path, page: Page }) => (
            <Route
              key={path}
              path={`/${path}/*`}
              element={
                <Suspense fallback={<Loading />}>
                  <Page />
                </Suspense>
              }
            />
          ))}
        </CustomRoutes>
      </Admin>
      {isExpired && (
        <LoginPage
          i18nProvider={i18nProvider}
          username={me.username}
          onLogin={() => {
            setExpired(false);
            return queryClient.invalidateQueries();
          }}
        />
      )}
    </SessionContext>
  );
}

/** A refusal stays one. */
const isWorthRetrying = (count: number, error: Error): boolean =>
  count < 2 && !('status' in error && Number(error.status) >= 400 && Number(error.status) < 500);

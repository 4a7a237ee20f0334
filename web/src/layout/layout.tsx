import DashboardIcon from '@mui/icons-material/DashboardOutlined';
import Inventory2Icon from '@mui/icons-material/Inventory2Outlined';
import StorageIcon from '@mui/icons-material/StorageOutlined';
import { type JSX, Suspense } from 'react';
import { AppBar, Layout, type LayoutProps, Loading, TitlePortal, UserMenu } from 'react-admin';
import type { Model } from '../api/models.js';
import { INVENTORY } from '../inventory/model.js';
import { dashboard, pages } from '../pages/index.js';
import { useSession } from '../session.js';
import { Navigation, type NavigationGroup } from './navigation.js';

/** Bar, menu and page. */
export const ConsoleLayout = ({ children }: LayoutProps): JSX.Element => (
  <Layout menu={ConsoleMenu} appBar={ConsoleBar} sx={{ '& .RaLayout-content': { minWidth: 0 } }}>
    <Suspense fallback={<Loading />}>{children}</Suspense>
  </Layout>
);

function ConsoleBar(): JSX.Element {
  const { me } = useSession();
  // The button is called what stands on it.
  const name = `${me.first_name} ${me.last_name}`.trim() || me.username;
  return (
    <AppBar color="secondary" userMenu={<UserMenu label={name} />}>
      <TitlePortal component="h1" />
    </AppBar>
  );
}

/** The pages, then the models under the apps that they belong to. */
function ConsoleMenu(): JSX.Element {
  const session = useSession();
  const offered = pages.filter(({ isFor, inMenu = true }) => inMenu && isFor(session));
  return (
    <Navigation
      groups={[{ links: [...home, ...offered.map(toPageLink)] }, ...byApp(session.models)]}
    />
  );
}

const home = dashboard
  ? [{ to: '/', title: 'lockstep.pages.dashboard.title', icon: DashboardIcon }]
  : [];

const toPageLink = ({ path, title, icon }: (typeof pages)[number]) => ({
  to: `/${path}`,
  title,
  icon,
});

function byApp(models: ReadonlyMap<string, Model>): NavigationGroup[] {
  const apps = new Map<string, Model[]>();
  for (const model of models.values()) {
    const app = model.label.split('.')[0] ?? '';
    apps.set(app, [...(apps.get(app) ?? []), model]);
  }
  return [...apps].map(([title, ofApp]) => ({
    title,
    links: ofApp.map(({ label, verbose_name }) => ({
      to: `/${label}`,
      title: verbose_name,
      icon: label === INVENTORY ? Inventory2Icon : StorageIcon,
    })),
  }));
}

import StorageIcon from '@mui/icons-material/StorageOutlined';
import Inventory2Icon from '@mui/icons-material/Inventory2Outlined';
import { Box, Typography } from '@mui/material';
import { type JSX, type ReactNode, Suspense } from 'react';
import {
  AppBar,
  Layout,
  type LayoutProps,
  Loading,
  Menu,
  TitlePortal,
  useSidebarState,
  useTranslate,
} from 'react-admin';
import type { Model } from '../api/models.js';
import { INVENTORY } from '../inventory/model.js';
import { pages } from '../pages/index.js';
import { useSession } from '../session.js';

/** Bar, menu and page. */
export const ConsoleLayout = ({ children }: LayoutProps): JSX.Element => (
  <Layout menu={ConsoleMenu} appBar={ConsoleBar} sx={{ '& .RaLayout-content': { minWidth: 0 } }}>
    <Suspense fallback={<Loading />}>{children}</Suspense>
  </Layout>
);

const ConsoleBar = (): JSX.Element => (
  <AppBar color="secondary">
    <TitlePortal component="h1" />
  </AppBar>
);

/** The pages, then the models under the apps that they belong to. */
function ConsoleMenu(): JSX.Element {
  const session = useSession();
  const translate = useTranslate();
  const offered = pages.filter(({ isFor }) => isFor(session));
  return (
    <Menu component="nav" aria-label={translate('lockstep.menu')}>
      {offered.map(({ path, title, icon: Icon }) => (
        <Menu.Item key={path} to={`/${path}`} primaryText={translate(title)} leftIcon={<Icon />} />
      ))}
      {[...byApp([...session.models.values()])].map(([app, models]) => (
        <MenuGroup key={app} title={app}>
          {models.map(({ label, verbose_name }) => (
            <Menu.Item
              key={label}
              to={`/${label}`}
              primaryText={verbose_name}
              leftIcon={label === INVENTORY ? <Inventory2Icon /> : <StorageIcon />}
            />
          ))}
        </MenuGroup>
      ))}
    </Menu>
  );
}

function MenuGroup({ title, children }: { title: string; children: ReactNode }): JSX.Element {
  const [isOpen] = useSidebarState();
  return (
    <Box component="li" sx={{ listStyle: 'none' }}>
      {isOpen && (
        <Typography variant="caption" sx={{ color: 'text.secondary', px: 3, pt: 1.5, display: 'block' }}>
          {title}
        </Typography>
      )}
      <Box component="ul" sx={{ p: 0, m: 0 }}>
        {children}
      </Box>
    </Box>
  );
}

function byApp(models: readonly Model[]): Map<string, Model[]> {
  const apps = new Map<string, Model[]>();
  for (const model of models) {
    const app = model.label.split('.')[0] ?? '';
    apps.set(app, [...(apps.get(app) ?? []), model]);
  }
  return apps;
}

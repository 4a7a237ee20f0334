import type { SvgIconComponent } from '@mui/icons-material';
import HealthIcon from '@mui/icons-material/MonitorHeartOutlined';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import LiveIcon from '@mui/icons-material/BoltOutlined';
import LabelIcon from '@mui/icons-material/QrCode2Outlined';
import LocksIcon from '@mui/icons-material/LockOutlined';
import ScanIcon from '@mui/icons-material/QrCodeScannerOutlined';
import SessionsIcon from '@mui/icons-material/PeopleOutlined';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { INVENTORY } from '../inventory/model.js';
import type { Session } from '../session.js';
import { isImportable } from './import/targets.js';

/** A page of the console beside those of the models. */
export interface ConsolePage {
  /** Without a dot, which the labels of models have: `live`. */
  readonly path: string;
  /** A key of the translations, for menu and title. */
  readonly title: string;
  readonly icon: SvgIconComponent;
  /** `lazy(() => import('./live.js'))`: not a part of the first load. */
  readonly page: LazyExoticComponent<ComponentType>;
  /** Whether it is offered. */
  readonly isFor: (session: Session) => boolean;
  /** False for one that only other pages lead to. */
  readonly inMenu?: boolean;
}

const isSuperuser = ({ me }: Session): boolean => me.is_superuser;

const hasInventory = ({ models }: Session): boolean => models.has(INVENTORY);

/** In the order of the menu. */
export const pages: readonly ConsolePage[] = [
  {
    path: 'live',
    title: 'lockstep.pages.live.title',
    icon: LiveIcon,
    page: lazy(() => import('./live.js')),
    isFor: ({ models }) => models.size > 0,
  },
  {
    path: 'import',
    title: 'lockstep.pages.import.title',
    icon: ImportIcon,
    page: lazy(() => import('./import/import-page.js')),
    isFor: ({ models }) => [...models.values()].some(isImportable),
  },
  {
    path: 'scan',
    title: 'lockstep.pages.scan.title',
    icon: ScanIcon,
    page: lazy(() => import('../inventory/scan.js')),
    isFor: hasInventory,
  },
  {
    path: 'labels',
    title: 'lockstep.pages.labels.title',
    icon: LabelIcon,
    page: lazy(() => import('../inventory/labels.js')),
    isFor: hasInventory,
    inMenu: false,
  },
  {
    path: 'sessions',
    title: 'lockstep.pages.sessions.title',
    icon: SessionsIcon,
    page: lazy(() => import('./sessions.js')),
    isFor: isSuperuser,
  },
  {
    path: 'locks',
    title: 'lockstep.pages.locks.title',
    icon: LocksIcon,
    page: lazy(() => import('./locks.js')),
    isFor: isSuperuser,
  },
  {
    path: 'health',
    title: 'lockstep.pages.health.title',
    icon: HealthIcon,
    page: lazy(() => import('./health.js')),
    isFor: isSuperuser,
  },
];

/** What `/` shows; without it the first model. */
export const dashboard: LazyExoticComponent<ComponentType> | undefined = lazy(
  () => import('./dashboard.js'),
);

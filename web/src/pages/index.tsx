import type { SvgIconComponent } from '@mui/icons-material';
import type { ComponentType, LazyExoticComponent } from 'react';
import type { Session } from '../session.js';

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
}

/** In the order of the menu. */
export const pages: readonly ConsolePage[] = [];

/** What `/` shows; without it the first model. */
export const dashboard: LazyExoticComponent<ComponentType> | undefined = undefined;

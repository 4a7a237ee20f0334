import type { ImportForm } from '../../records/index.js';
import type { Actor } from '../assets.service.js';

export interface ImportOptions extends ImportForm {
  /** The column by which a row finds its asset. */
  readonly key: 'asset_tag' | 'serial';
  readonly actor: Actor;
}

export { AssetNotFoundError } from './assets.errors.js';
export { AssetsModule } from './assets.module.js';

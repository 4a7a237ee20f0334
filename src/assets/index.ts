export { AssetsModule } from './assets.module.js';
export { InventoryOffModule } from './inventory-off.module.js';
export { IMPORT_PATH } from './transfer/transfer.controller.js';
export { ExportService } from './transfer/export.service.js';
export { ImportService } from './transfer/import.service.js';
export { AssetSeeder } from './seed/asset-seeder.js';

import { Module, type OnModuleInit } from '@nestjs/common';
import { EventsModule } from '../events/index.js';
import { ModelModule, Models } from '../model/index.js';
import { WriteModule } from '../records/index.js';
import { AssetHistoryController } from './asset-history.controller.js';
import { AssetHistoryService } from './asset-history.service.js';
import { AssetListController } from './asset-list.controller.js';
import { AssetListService } from './asset-list.service.js';
import { AssetPolicy } from './asset-policy.js';
import { AssetScope } from './asset-scope.js';
import { AssetTagsRepository } from './asset-tags.repository.js';
import { AssetTags } from './asset-tags.js';
import { AssetsController } from './assets.controller.js';
import { AssetsService } from './assets.service.js';
import { AssetBatches } from './batch.service.js';
import { BatchController } from './batch.controller.js';
import { BulkController } from './bulk.controller.js';
import { BulkService } from './bulk.service.js';
import { CustodyController } from './custody.controller.js';
import { CustodyService } from './custody.service.js';
import { Custody } from './custody.js';
import { LeaseController } from './lease.controller.js';
import { AssetLeases } from './lease.service.js';
import { HoldersRepository } from './holders.repository.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';
import { AssetSeeder } from './seed/asset-seeder.js';
import { ExportService } from './transfer/export.service.js';
import { ImportKeysRepository } from './transfer/import-keys.repository.js';
import { ImportService } from './transfer/import.service.js';
import { ImportWriter } from './transfer/import-writer.js';
import { TransferController } from './transfer/transfer.controller.js';

/** Owns `assets_asset` and the counter of asset tags. */
@Module({
  imports: [EventsModule, ModelModule, WriteModule],
  controllers: [
    AssetListController,
    TransferController,
    AssetsController,
    AssetHistoryController,
    CustodyController,
    BulkController,
    BatchController,
    LeaseController,
  ],
  providers: [
    AssetBatches,
    AssetPolicy,
    AssetScope,
    AssetTagsRepository,
    UniqueTextsRepository,
    AssetTags,
    BulkService,
    Custody,
    CustodyService,
    HoldersRepository,
    AssetLeases,
    AssetListService,
    AssetHistoryService,
    AssetsService,
    AssetSeeder,
    ExportService,
    ImportKeysRepository,
    ImportWriter,
    ImportService,
  ],
})
export class AssetsModule implements OnModuleInit {
  constructor(
    private readonly models: Models,
    private readonly scope: AssetScope,
  ) {}

  /** A model among the others for whoever reads; its rules are kept by the routes here. @throws ConfigError */
  onModuleInit(): void {
    this.models.include(this.scope.model);
  }
}

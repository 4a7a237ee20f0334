import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../events/index.js';
import { ModelModule, Models } from '../model/index.js';
import { WriteModule } from '../records/index.js';
import { AllocationService } from './allocation.service.js';
import { AssetHistoryController } from './asset-history.controller.js';
import { AssetHistoryService } from './asset-history.service.js';
import { AssetListController } from './asset-list.controller.js';
import { AssetListRepository } from './asset-list.repository.js';
import { AssetListService } from './asset-list.service.js';
import { AssetEdits } from './asset-edits.js';
import { AssetLocksRepository } from './asset-locks.repository.js';
import { AssetTags } from './asset-tags.js';
import { AssetWrites } from './asset-writes.js';
import { Asset } from './asset.entity.js';
import { assetModel } from './asset.model.js';
import { AssetsController } from './assets.controller.js';
import { AssetsRepository } from './assets.repository.js';
import { AssetsService } from './assets.service.js';
import { AtomicBatchService } from './atomic-batch.service.js';
import { BatchController } from './batch.controller.js';
import { BatchOperations } from './batch-operations.js';
import { BulkController } from './bulk.controller.js';
import { BulkService } from './bulk.service.js';
import { CustodyController } from './custody.controller.js';
import { CustodyService } from './custody.service.js';
import { Custody } from './custody.js';
import { LeaseController } from './lease.controller.js';
import { AssetLeases } from './lease.service.js';
import { HoldersRepository } from './holders.repository.js';
import { PartialBatchService } from './partial-batch.service.js';
import { UniqueTextsRepository } from './unique-texts.repository.js';
import { AssetSeeder } from './seed/asset-seeder.js';
import { ExportService } from './transfer/export.service.js';
import { ImportKeysRepository } from './transfer/import-keys.repository.js';
import { ImportService } from './transfer/import.service.js';
import { ImportWriter } from './transfer/import-writer.js';
import { TransferController } from './transfer/transfer.controller.js';

/** Owns `assets_asset` and the counter of asset tags. */
@Module({
  imports: [TypeOrmModule.forFeature([Asset]), EventsModule, ModelModule, WriteModule],
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
    AssetsRepository,
    UniqueTextsRepository,
    AssetTags,
    AssetLocksRepository,
    AssetWrites,
    AssetEdits,
    AllocationService,
    BulkService,
    BatchOperations,
    AtomicBatchService,
    PartialBatchService,
    Custody,
    CustodyService,
    HoldersRepository,
    AssetLeases,
    AssetListRepository,
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
  constructor(private readonly models: Models) {}

  /** A model among the others for whoever reads; its rules are kept by the routes here. @throws ConfigError */
  onModuleInit(): void {
    this.models.include(assetModel);
  }
}

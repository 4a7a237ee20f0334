import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { EventsModule } from '../events/index.js';
import { ModelModule } from '../model/index.js';
import { RecordBatchController } from './record-batch.controller.js';
import { RecordBatches } from './record-batch.service.js';
import { RecordHistoryController } from './record-history.controller.js';
import { RecordHistoryService } from './record-history.service.js';
import { RecordLeasesController } from './record-leases.controller.js';
import { RecordLeases } from './record-leases.service.js';
import { RecordScopes } from './record-scopes.js';
import { RecordWritesController } from './record-writes.controller.js';
import { RecordWrites } from './record-writes.service.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { RecordExport } from './transfer/record-export.js';
import { RecordImport } from './transfer/record-import.js';
import { RecordImportWriter } from './transfer/record-import-writer.js';
import { RecordTransferController } from './transfer/record-transfer.controller.js';
import { WriteModule } from './write.module.js';

/** Serves the rows of models. */
@Module({
  imports: [AuthModule, EventsModule, ModelModule, WriteModule],
  // The routes with a word of their own come before those with a key.
  controllers: [
    RecordTransferController,
    RecordsController,
    RecordWritesController,
    RecordBatchController,
    RecordHistoryController,
    RecordLeasesController,
  ],
  providers: [
    RecordBatches,
    RecordExport,
    RecordHistoryService,
    RecordImport,
    RecordImportWriter,
    RecordLeases,
    RecordScopes,
    RecordsService,
    RecordWrites,
  ],
})
export class RecordsModule {}

import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { ModelModule } from '../model/index.js';
import { RecordAccess } from './record-access.js';
import { RecordRepository } from './record.repository.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { RecordExport } from './transfer/record-export.js';
import { RecordTransferController } from './transfer/record-transfer.controller.js';

/** Serves the rows of models. */
@Module({
  imports: [AuthModule, ModelModule],
  controllers: [RecordTransferController, RecordsController],
  providers: [RecordAccess, RecordRepository, RecordsService, RecordExport],
})
export class RecordsModule {}

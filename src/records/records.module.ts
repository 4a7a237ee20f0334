import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { ModelModule } from '../model/index.js';
import { RecordRepository } from './record.repository.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { WriteModule } from './write.module.js';

/** Serves the rows of models. */
@Module({
  imports: [AuthModule, ModelModule, WriteModule],
  controllers: [RecordsController],
  providers: [RecordRepository, RecordsService],
})
export class RecordsModule {}

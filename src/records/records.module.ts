import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { EventsModule } from '../events/index.js';
import { ModelModule } from '../model/index.js';
import { RecordReader } from './record-reader.js';
import { RecordRows } from './record-rows.js';
import { RecordScopes } from './record-scopes.js';
import { RecordWritesController } from './record-writes.controller.js';
import { RecordWritesRepository } from './record-writes.repository.js';
import { RecordWrites } from './record-writes.service.js';
import { RecordRepository } from './record.repository.js';
import { RecordsController } from './records.controller.js';
import { RecordsService } from './records.service.js';
import { WriteModule } from './write.module.js';

/** Serves the rows of models. */
@Module({
  imports: [AuthModule, EventsModule, ModelModule, WriteModule],
  controllers: [RecordsController, RecordWritesController],
  providers: [
    RecordReader,
    RecordRepository,
    RecordRows,
    RecordScopes,
    RecordsService,
    RecordWrites,
    RecordWritesRepository,
  ],
})
export class RecordsModule {}

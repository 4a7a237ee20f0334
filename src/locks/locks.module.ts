import { Module } from '@nestjs/common';
import { LocksController } from './locks.controller.js';
import { LocksRepository } from './locks.repository.js';
import { LocksService } from './locks.service.js';

/** Shows the locks that the database holds; owns no table. */
@Module({ controllers: [LocksController], providers: [LocksRepository, LocksService] })
export class LocksModule {}

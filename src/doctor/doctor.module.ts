import { Module } from '@nestjs/common';
import { DoctorController } from './doctor.controller.js';
import { DoctorService } from './doctor.service.js';

/** Shows what the doctor finds; owns no table. */
@Module({ controllers: [DoctorController], providers: [DoctorService] })
export class DoctorModule {}

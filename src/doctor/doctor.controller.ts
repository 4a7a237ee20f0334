import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, SuperuserOnly } from '../http/index.js';
import { doctorSchema, type DoctorView } from './doctor-view.js';
import { DoctorService } from './doctor.service.js';

/** The command `doctor` over HTTP. */
@ApiTags('doctor')
@SuperuserOnly()
@Controller('api/doctor')
export class DoctorController {
  constructor(private readonly doctor: DoctorService) {}

  @Get()
  @ApiOperation({
    summary: 'What `manage doctor` finds: whether the service works beside its Django; reads only',
  })
  @ApiOkResponse({ standardSchema: doctorSchema, description: 'The findings' })
  @ApiProblems(401, 403, 503)
  read(): Promise<DoctorView> {
    return this.doctor.look();
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, SuperuserOnly } from '../http/index.js';
import { locksSchema, type LocksView } from './lock-view.js';
import { LocksService } from './locks.service.js';

/** The row locks of the database. */
@ApiTags('locks')
@SuperuserOnly()
@Controller('api/locks')
export class LocksController {
  constructor(private readonly locks: LocksService) {}

  @Get()
  @ApiOperation({ summary: 'Open transactions, what they lock and who waits for whom' })
  @ApiOkResponse({ standardSchema: locksSchema, description: 'This moment' })
  @ApiProblems(401, 403, 503)
  read(): Promise<LocksView> {
    return this.locks.read();
  }
}

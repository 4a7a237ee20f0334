import { Injectable } from '@nestjs/common';

/** Whether the process was asked to stop; `/health/ready` says so to whoever sends requests here. */
@Injectable()
export class ShutdownState {
  isShuttingDown = false;
}

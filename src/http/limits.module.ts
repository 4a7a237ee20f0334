import { Global, Module } from '@nestjs/common';
import { sharedLimits } from '../cluster/index.js';
import { Limits } from '../limits/index.js';

/** Gives everyone the limits of all processes behind the port. */
@Global()
@Module({
  providers: [{ provide: Limits, useFactory: sharedLimits }],
  exports: [Limits],
})
export class LimitsModule {}

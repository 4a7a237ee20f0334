import { Module } from '@nestjs/common';
import { Models } from './models.js';

/** The tables of the site that are served, as `lockstep.json` names them; owns none itself. */
@Module({ providers: [Models], exports: [Models] })
export class ModelModule {}

import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { ApiProblems, Public } from '../http/index.js';
import { type Live, liveSchema, type Ready, readySchema } from './health-view.js';
import { MetricsService } from './metrics.service.js';
import { ReadinessService } from './readiness.service.js';

const METRICS = {
  'text/plain': { schema: { type: 'string' }, example: 'process_start_time_seconds 1793610000\n' },
};

/** For orchestrators and Prometheus. */
@ApiTags('health')
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly metrics: MetricsService,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ standardSchema: liveSchema, description: 'It does' })
  live(): Live {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({
    summary:
      'The database can be reached, all migrations have run, and the database keeps what it must',
  })
  @ApiOkResponse({ standardSchema: readySchema, description: 'Send requests here' })
  @ApiProblems(503)
  async ready(): Promise<Ready> {
    return { status: 'ok', checks: await this.readiness.check() };
  }

  @Get('metrics')
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  @ApiOkResponse({ description: 'One sample a line', content: METRICS })
  scrape(): Promise<string> {
    return this.metrics.scrape();
  }
}

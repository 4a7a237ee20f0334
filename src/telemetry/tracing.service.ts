import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { context, propagation, trace } from '@opentelemetry/api';
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { CONFIG, type Config } from '../config/index.js';
import { within } from '../within.js';

/** A collector that does not answer may not hold up the end of the process, which has a few seconds for all of it. */
const FLUSH_MS = 2_000;

/** Sends traces by OTLP over HTTP where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector, and costs nothing elsewhere. */
@Injectable()
export class TracingService implements OnApplicationShutdown {
  private provider: NodeTracerProvider | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @returns whether traces are sent */
  async start(): Promise<boolean> {
    const { tracesUrl, serviceName } = this.config.telemetry;
    if (tracesUrl === undefined) return false;
    // Loaded only here: the packages take longer to load than the rest of the service.
    const sdk = await import('@opentelemetry/sdk-trace-node');
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const { resourceFromAttributes } = await import('@opentelemetry/resources');
    this.provider = new sdk.NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName }),
      spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url: tracesUrl }))],
    });
    this.provider.register();
    return true;
  }

  /** Sends what is still waiting, where the collector takes it in time, and gives the process back as it was. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.provider) return;
    await within(FLUSH_MS, this.provider.shutdown(), () => undefined);
    trace.disable();
    context.disable();
    propagation.disable();
  }
}

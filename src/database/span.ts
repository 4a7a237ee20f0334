import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';

/** Runs `work` in a span of its own, a child of the running one. Without an exporter the span is a no-op. */
export function inSpan<T>(name: string, work: (span: Span) => Promise<T>): Promise<T> {
  return trace.getTracer('lockstep').startActiveSpan(name, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The class only: a driver's message may quote values. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

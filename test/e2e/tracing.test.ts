import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { newUser, PASSWORD } from '../support/users.js';

const value = z.union([
  z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.object({ intValue: z.number() }).transform(({ intValue }) => intValue),
  z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
]);

/** The part of OTLP's JSON that the tests read (`ExportTraceServiceRequest`). */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              attributes: z
                .array(z.object({ key: z.string(), value }))
                .transform((all) => new Map(all.map((one) => [one.key, one.value]))),
            }),
          ),
        }),
      ),
    }),
  ),
});

const received: z.infer<typeof exported>[] = [];
let collector: Server;
let service: TestApp;
let visitor: Browser;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void json(request).then((body) => {
      received.push(exported.parse(body));
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  service = await createTestApp('tracing', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'inventory',
  });
  await newUser(service.db, { username: 'root', isSuperuser: true });
  visitor = service.browser();
  await visitor.login('root', PASSWORD);
});

afterAll(() => {
  collector.close();
});

test('a write is one trace: the request under its caller, the transaction with its lock wait under the request', async () => {
  const { body } = await visitor.post<{ id: number }>('/api/assets', { name: 'traced' });
  const caller = { trace: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', span: 'bbbbbbbbbbbbbbbb' };
  const traceparent = `00-${caller.trace}-${caller.span}-01`;
  const patched = await visitor.patch(
    `/api/assets/${body.id}`,
    { rack: '24' },
    { traceparent, 'x-request-id': 'traced-request' },
  );
  expect(patched.status).toBe(200);

  // Closing sends what is still waiting.
  await service.close();
  const resources = received.flatMap(({ resourceSpans }) => resourceSpans);
  expect(resources[0]?.resource.attributes).toContainEqual({
    key: 'service.name',
    value: 'inventory',
  });
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const trace = spans.filter(({ traceId }) => traceId === caller.trace);
  const request = trace.find(({ parentSpanId }) => parentSpanId === caller.span);
  expect(request?.name).toBe('PATCH /api/assets/:id');
  expect(request?.attributes.get('http.response.status_code')).toBe(200);
  expect(request?.attributes.get('lockstep.request_id')).toBe('traced-request');
  const transaction = trace.find(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(transaction?.name).toBe('transaction');
  expect(transaction?.attributes.get('lockstep.attempts')).toBe(1);
  expect(transaction?.attributes.get('lockstep.lock_wait_ms')).toBeGreaterThan(0);
  expect(JSON.stringify(spans)).not.toContain(visitor.jar.get('sessionid'));
});

test('a collector that takes a request and never answers does not hold up the end', async () => {
  const asked = new EventEmitter();
  const silent = createServer(() => asked.emit('asked')).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const other = await createTestApp('tracing_silent', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}`,
  });
  await other.browser().get('/api/auth/csrf');
  const exporting = once(asked, 'asked');
  const start = performance.now();
  await other.close();
  await exporting;
  // The exporter itself would give up after 10 s.
  expect(performance.now() - start).toBeLessThan(8000);
  silent.closeAllConnections();
  silent.close();
});

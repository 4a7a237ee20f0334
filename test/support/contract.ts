import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Answer, Browser } from './browser.js';

interface ResponseObject {
  readonly content?: Record<string, unknown>;
  readonly headers?: Record<string, { required?: boolean }>;
}

interface Operation {
  readonly security: readonly Record<string, unknown>[];
  readonly requestBody?: object;
  readonly responses: Record<string, ResponseObject>;
}

/** A call of one operation; `operation` as the document names it: `PATCH /api/assets/{id}`. */
export interface Call {
  readonly operation: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The OpenAPI document of a running service, held against its live answers. */
export class Contract {
  /** `PATCH /api/assets/{id} 423`, for every pair that was answered. */
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });

  private constructor(private readonly document: { paths: Record<string, object> }) {
    this.ajv.addSchema(document, 'openapi');
  }

  static async of(origin: string): Promise<Contract> {
    const answer = await fetch(`${origin}/api/openapi.json`);
    return new Contract((await answer.json()) as { paths: Record<string, object> });
  }

  /** Every operation by its name. */
  get operations(): ReadonlyMap<string, Operation> {
    return new Map(
      Object.entries(this.document.paths).flatMap(([path, item]) =>
        Object.entries(item as Record<string, Operation>).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      ),
    );
  }

  /** The names of those that document this status. */
  withStatus(status: number): string[] {
    return [...this.operations]
      .filter(([, { responses }]) => String(status) in responses)
      .map(([name]) => name);
  }

  /** What is documented: every operation with every status. */
  get documented(): string[] {
    return [...this.operations].flatMap(([name, { responses }]) =>
      Object.keys(responses)
        .filter((status) => status !== 'default')
        .map((status) => `${name} ${status}`),
    );
  }

  /** Calls the service and checks the answer; its status must be documented and, when given, this one. */
  async call(browser: Browser, call: Call, status?: number): Promise<Answer<unknown>> {
    const { operation, params = {}, query = '', body, headers } = call;
    const [method = '', template = ''] = operation.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? name));
    const answer = await browser.send<unknown>(method, path + query, body, { ...headers });
    if (status !== undefined)
      expect([operation, answer.status, answer.body]).toEqual([operation, status, answer.body]);
    this.check(operation, answer);
    return answer;
  }

  /** Status, content type, headers and body against the document. */
  check(operation: string, { status, headers, body }: Answer<unknown>): void {
    const response = this.operations.get(operation)?.responses[String(status)];
    const where = `${operation} ${status}: ${JSON.stringify(body).slice(0, 500)}`;
    if (!response) throw new Error(`not documented: ${where}`);
    this.seen.add(`${operation} ${status}`);
    for (const [name, { required }] of Object.entries(response.headers ?? {}))
      if (required === true) expect(headers.get(name), `${name} of ${where}`).not.toBeNull();
    const type = headers.get('content-type')?.split(';')[0];
    if (!response.content) {
      expect([type, body], where).toEqual([undefined, '']);
      return;
    }
    expect(Object.keys(response.content), where).toContain(type);
    this.checkBody(`${operation} ${status} ${type ?? ''}`, body);
  }

  private checkBody(at: string, body: unknown): void {
    const [method = '', path = '', status = '', type = ''] = at.split(' ');
    const steps = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      status,
      'content',
      type,
      'schema',
    ];
    const pointer = steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const isValid = this.ajv.compile({ $ref: `openapi#/${encodeURI(pointer)}` });
    for (const document of type === 'application/x-ndjson' ? linesOf(body) : [body])
      expect(isValid(document) ? [] : isValid.errors, `${at}: ${JSON.stringify(document)}`).toEqual(
        [],
      );
  }
}

const linesOf = (body: unknown): unknown[] =>
  String(body)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);

import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiProblems, idParam, pagination, Public } from '../../src/http/index.js';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

const thingSchema = z
  .strictObject({ name: z.string().min(1), serial: z.string().nullable().optional() })
  .meta({ examples: [{ name: 'r5300g4' }] });
const thingView = z.object({ id: z.int(), name: z.string() });

@Controller('api/things')
class ThingsController {
  @Get()
  list(@Query({ schema: z.strictObject(pagination) }) query: { limit: number }) {
    return query;
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: thingView })
  @ApiProblems(409, 423)
  create(@Body({ schema: thingSchema }) thing: z.infer<typeof thingSchema>) {
    return thing;
  }

  @Public()
  @Patch(':id')
  change(@Param('id', { schema: idParam }) id: number) {
    return { id };
  }
}

interface Operation {
  security: unknown;
  parameters: { name: string; in: string; schema: unknown }[];
  requestBody: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: unknown; examples: object }> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: unknown };
}

let edge: EdgeApp;
let document: Document;

beforeAll(async () => {
  edge = await createEdgeApp({ controllers: [ThingsController] });
  const answer = await fetch(`${edge.origin}/api/openapi.json`);
  document = (await answer.json()) as Document;
});

afterAll(async () => {
  await edge.app.close();
});

describe('the OpenAPI document', () => {
  it('is 3.1, with the schemas of bodies, queries, paths and answers', () => {
    expect(document.openapi).toBe('3.1.0');
    const create = document.paths['/api/things']?.post;
    expect(create?.requestBody.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string', minLength: 1 } },
    });
    expect(create?.responses['201']?.content?.['application/json']?.schema).toMatchObject({
      required: ['id', 'name'],
    });
    const list = document.paths['/api/things']?.get;
    expect(list?.parameters.map((parameter) => [parameter.in, parameter.name])).toEqual([
      ['query', 'limit'],
      ['query', 'cursor'],
    ]);
    const change = document.paths['/api/things/{id}']?.patch;
    expect(change?.parameters).toMatchObject([{ in: 'path', name: 'id', required: true }]);
  });

  it('asks for the session, for the token on unsafe methods, and for nothing on open reads', () => {
    expect(document.components.securitySchemes).toMatchObject({
      session: { type: 'apiKey', in: 'cookie', name: 'sessionid' },
      csrf: { type: 'apiKey', in: 'header', name: 'x-csrftoken' },
      token: { type: 'apiKey', in: 'header', name: 'Authorization' },
    });
    expect(document.paths['/api/things']?.get?.security).toEqual([{ session: [] }, { token: [] }]);
    expect(document.paths['/api/things']?.post?.security).toEqual([
      { session: [], csrf: [] },
      { token: [] },
    ]);
    expect(document.paths['/api/things/{id}']?.patch?.security).toEqual([{ csrf: [] }]);
  });

  it('shows a problem document for each code of a named status, and for any other error', () => {
    const { responses } = document.paths['/api/things']?.post ?? {};
    const locked = responses?.['423']?.content?.['application/problem+json'];
    expect(locked?.examples).toMatchObject({ row_locked: { value: { status: 423 } } });
    expect(responses?.default?.content).toHaveProperty('application/problem+json');
  });

  it('describes the problems that are really sent', async () => {
    const problem: unknown = await (await fetch(`${edge.origin}/api/nothing`)).json();
    const check = new Ajv2020({ strict: false, validateFormats: false }).compile(
      document.components.schemas.Problem ?? false,
    );
    expect(check(problem)).toBe(true);
    expect(check({ title: 'no code' })).toBe(false);
  });

  it('refers only to schemas that it has', () => {
    const text = JSON.stringify(document);
    const targets = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    const names = new Set(targets.map(([, name]) => name));
    expect(names.size).toBeGreaterThan(0);
    for (const name of names) expect(document.components.schemas).toHaveProperty([name ?? '']);
  });

  it('has schemas that every JSON Schema 2020-12 validator takes', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const schema of schemasOf(document)) {
      expect(ajv.validateSchema(schema), JSON.stringify(schema)).toBe(true);
    }
  });
});

describe('the pages', () => {
  it('load nothing from other hosts, and nothing that their policy forbids', async () => {
    const answer = await fetch(`${edge.origin}/api/docs`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;" +
        "base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    const loaded = [...html.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, url]) => url ?? '');
    expect(loaded.length).toBeGreaterThan(3);
    for (const url of loaded) {
      expect(url).not.toMatch(/^(https?:)?\/\//);
      const part = await fetch(new URL(url, `${edge.origin}/api/docs`));
      await part.arrayBuffer();
      expect([url, part.status]).toEqual([url, 200]);
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('send the CSRF token of the cookie when somebody tries a route out', async () => {
    const script = await (await fetch(`${edge.origin}/api/docs/swagger-ui-init.js`)).text();
    expect(script).toContain('text.startsWith("csrftoken=")');
    expect(script).toContain('request.headers["x-csrftoken"]');
  });

  it('explain every code at the address that problems give as their type', async () => {
    const problem = (await (await fetch(`${edge.origin}/nothing`)).json()) as { type: string };
    const [path, anchor] = problem.type.split('#');
    const html = await (await fetch(`${edge.origin}${path ?? ''}`)).text();
    expect(html).toContain(`<tr id="${anchor ?? ''}">`);
  });
});

/** Every value under a key `schema`, and the components. */
function schemasOf({ components, paths }: Document): object[] {
  const found = Object.values(components.schemas);
  JSON.stringify(paths, (key, value: unknown) => {
    if (key === 'schema' && typeof value === 'object' && value !== null) found.push(value);
    return value;
  });
  return found;
}

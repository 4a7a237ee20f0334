import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

@Controller()
class HelloController {
  @Get('api/hello')
  hello() {
    return { hello: 'there' };
  }
}

const edges: EdgeApp[] = [];

async function start(env: Record<string, string> = {}): Promise<EdgeApp> {
  const edge = await createEdgeApp({ controllers: [HelloController] }, env);
  edges.push(edge);
  return edge;
}

afterAll(async () => {
  await Promise.all(edges.map(({ app }) => app.close()));
});

describe('the headers', () => {
  let headers: Headers;

  beforeAll(async () => {
    const edge = await start();
    headers = (await fetch(`${edge.origin}/api/hello`)).headers;
  });

  it.each([
    ['content-security-policy', "default-src 'none';frame-ancestors 'none'"],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cache-control', 'private, no-cache'],
  ])('have %s: %s', (name, value) => {
    expect(headers.get(name)).toContain(value);
  });

  it.each(['x-powered-by', 'strict-transport-security', 'access-control-allow-origin', 'etag'])(
    'have no %s',
    (name) => {
      expect(headers.has(name)).toBe(false);
    },
  );
});

describe('CORS', () => {
  const Origin = 'https://spa.example.org';
  const preflight = {
    method: 'OPTIONS',
    headers: {
      Origin,
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'x-csrftoken,if-match,prefer,idempotency-key',
    },
  };

  it('is off without origins', async () => {
    const edge = await start();
    const answer = await fetch(`${edge.origin}/api/hello`, preflight);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('lets a listed origin call with its cookies, and read our headers', async () => {
    const edge = await start({ CORS_ALLOWED_ORIGINS: `https://x.example.org,${Origin}` });
    const answer = await fetch(`${edge.origin}/api/hello`, preflight);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(Origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase().split(',');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'x-csrftoken',
        'if-match',
        'prefer',
        'idempotency-key',
        'content-type',
        'x-requested-with',
        'traceparent',
        'tracestate',
      ]),
    );
    const simple = await fetch(`${edge.origin}/api/hello`, { headers: { Origin } });
    expect(simple.headers.get('access-control-expose-headers')?.split(',')).toEqual(
      expect.arrayContaining([
        ...['ETag', 'Location', 'Retry-After', 'Preference-Applied', 'Content-Disposition'],
        ...['Accept-Patch', 'Allow', 'WWW-Authenticate'],
      ]),
    );
    expect(simple.headers.get('vary')).toContain('Origin');
  });

  it.each(['https://evil.example.org', 'https://spa.example.org.evil.org', 'null'])(
    'gives %s nothing',
    async (origin) => {
      const edge = await start({ CORS_ALLOWED_ORIGINS: Origin });
      const answer = await fetch(`${edge.origin}/api/hello`, { headers: { Origin: origin } });
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  it('shows problems to a listed origin too', async () => {
    const edge = await start({ CORS_ALLOWED_ORIGINS: Origin });
    const answer = await fetch(`${edge.origin}/api/nothing`, { headers: { Origin } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('access-control-allow-origin')).toBe(Origin);
  });
});

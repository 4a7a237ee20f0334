import { connect } from 'node:net';
import { Body, Controller, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonObject } from '../../src/http/index.js';
import { createEdgeApp, type EdgeApp } from '../support/edge-app.js';

const thingSchema = z.strictObject({
  name: z.string().min(1),
  place: z.strictObject({ rack: z.int() }).optional(),
});

const freeSchema = z.strictObject({ custom: jsonObject() });

@Controller('api/things')
class ThingsController {
  @Post()
  create(@Body({ schema: thingSchema }) thing: z.infer<typeof thingSchema>) {
    return thing;
  }

  @Post('free')
  free(@Body({ schema: freeSchema }) body: z.infer<typeof freeSchema>) {
    return body;
  }
}

// vitest's matchers are typed `any`.
const aText: unknown = expect.any(String);
const inUtf8 = 'Send the body in UTF-8.';
const aDepthLimit: unknown = expect.stringContaining('64 deep');

let edge: EdgeApp;

beforeAll(async () => {
  edge = await createEdgeApp({ controllers: [ThingsController] });
});

afterAll(async () => {
  await edge.app.close();
});

async function call(path: string, init?: RequestInit) {
  const answer = await fetch(edge.origin + path, init);
  return { answer, body: (await answer.json()) as Record<string, unknown> };
}

const post = (body: string | Buffer<ArrayBuffer>, type = 'application/json') =>
  call('/api/things', { method: 'POST', body, headers: { 'Content-Type': type } });

describe('a body', () => {
  it.each(['{"name":', 'name=x', '"text"', '{"name":"secret-value"x}'])(
    'that is not JSON is refused without being quoted: %s',
    async (text) => {
      const { answer, body } = await post(text);
      expect(answer.status).toBe(400);
      expect(body).toMatchObject({ code: 'malformed_json' });
      expect(JSON.stringify(body)).not.toContain('secret-value');
    },
  );

  it('of more than 1 MB is refused', async () => {
    const { answer, body } = await post(JSON.stringify({ name: 'x'.repeat(1_100_000) }));
    expect(answer.status).toBe(413);
    expect(body).toMatchObject({ code: 'payload_too_large' });
  });

  it.each([
    [
      'without a length',
      'Content-Type: application/json\r\nTransfer-Encoding: chunked',
      '10000\r\n'.padEnd(65_543, 'x') + '\r\n',
    ],
    ['of 10 MB', 'Content-Type: application/json\r\nContent-Length: 10000000', 'x'.repeat(65_536)],
    ['of a wrong type', 'Content-Type: text/plain\r\nTransfer-Encoding: chunked', '1\r\nx\r\n'],
  ])(
    'that never ends, %s, is refused all the same, and hung up on',
    async (_, head, chunk) => {
      const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('error', () => socket.destroy());
      socket.write(`POST /api/things HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
      while (!socket.destroyed) {
        socket.write(chunk);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(answer).toMatch(/^HTTP\/1.1 41[35] /);
    },
    20_000,
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'of type %s is refused',
    async (type) => {
      const { answer, body } = await post('{"name":"x"}', type);
      expect(answer.status).toBe(415);
      expect(body).toMatchObject({ code: 'unsupported_media_type' });
    },
  );

  it.each(['latin1', 'us-ascii', 'utf-16', 'UTF-16LE', 'utf-7', '"utf-32"', 'utf-8bom'])(
    'in the charset %s is refused',
    async (charset) => {
      const { answer, body } = await post('{}', `application/json; charset=${charset}`);
      expect(answer.status).toBe(415);
      expect(body).toMatchObject({ code: 'unsupported_media_type', detail: inUtf8 });
    },
  );

  it('of a wrong type for a PATCH is told the right one', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const patch = await call('/api/things', { method: 'PATCH', body: 'x', headers });
    expect(patch.answer.headers.get('accept-patch')).toBe('application/json');
    const { answer } = await post('x', 'text/plain');
    expect(answer.headers.has('accept-patch')).toBe(false);
  });

  it('has numbers of any size in its documents, and the numbers of fields as they are', async () => {
    const custom = '{"n":7088992364139642880,"big":-1E400,"f":[1.0,0.1e1]}';
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const body = `{"custom":${custom}}`;
    const free = await fetch(`${edge.origin}/api/things/free`, { ...init, body });
    expect(await free.text()).toBe(body);
    const typed = await post('{"name":"x","place":{"rack":7.0}}');
    expect(typed.body).toEqual({ name: 'x', place: { rack: 7 } });
  });

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'UTF8', '"utf8"'])(
    'may say that it is in %s',
    async (charset) => {
      const { body } = await post('{"name":"∀"}', `application/json; charset=${charset}`);
      expect(body).toEqual({ name: '∀' });
    },
  );

  it('may begin with a byte order mark', async () => {
    expect((await post('\ufeff{"name":"∀"}')).body).toEqual({ name: '∀' });
  });

  it.each([
    ['a byte of latin1', [0xff]],
    ['half a letter', [0xe2, 0x88]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('that is not UTF-8, as %s, is not guessed at', async (_, bytes) => {
    const parts = [Buffer.from('{"name":"a'), Buffer.from(bytes), Buffer.from('b"}')];
    const { answer, body } = await post(Buffer.concat(parts));
    expect(answer.status).toBe(400);
    expect(body).toMatchObject({ code: 'malformed_json', detail: inUtf8 });
  });

  it('in another encoding is refused', async () => {
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'lzma' };
    const init = { method: 'POST', body: '{}', headers };
    expect((await call('/api/things', init)).answer.status).toBe(415);
  });

  it('that nests half a million levels is refused, and nobody runs out of stack', async () => {
    const { answer, body } = await post('['.repeat(500_000) + ']'.repeat(500_000));
    expect(answer.status).toBe(400);
    expect(body).toMatchObject({ code: 'malformed_json', detail: aDepthLimit });
  });

  it('gets every field named that is wrong, inner and unknown ones too', async () => {
    const { answer, body } = await post(
      JSON.stringify({ name: '', place: { rack: 'A', extra: 1 }, color: 'red' }),
    );
    expect(answer.status).toBe(400);
    expect(body).toMatchObject({ code: 'validation_failed' });
    expect(body.errors).toEqual([
      { field: 'name', code: 'too_small', message: aText },
      { field: 'place.rack', code: 'invalid_type', message: aText },
      { field: 'place.extra', code: 'unrecognized_keys', message: 'This field is not known here.' },
      { field: 'color', code: 'unrecognized_keys', message: 'This field is not known here.' },
    ]);
  });

  it('that is missing is named as a whole', async () => {
    const { body } = await call('/api/things', { method: 'POST' });
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field: '' }] });
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'with the key %s reaches no prototype, and is not taken without a word',
    async (key) => {
      const { body } = await post(
        `{"name":"x","${key}":{"polluted":1,"prototype":{"polluted":1}}}`,
      );
      expect({}).not.toHaveProperty('polluted');
      expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field: key }] });
    },
  );

  it('keeps such keys as data where any key is allowed', async () => {
    const body = '{"custom":{"constructor":"ACME","prototype":2,"__proto__":{"polluted":1}}}';
    const headers = { 'Content-Type': 'application/json' };
    const answer = await call('/api/things/free', { method: 'POST', body, headers });
    expect(JSON.stringify(answer.body)).toBe(body);
    expect({}).not.toHaveProperty('polluted');
  });
});

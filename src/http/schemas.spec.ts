import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonObject } from './schemas.js';

const parse = (json: string) => jsonObject(2).safeParse(JSON.parse(json));

describe('a JSON object', () => {
  it.each(['{}', '{"a":[1,null]}', '{"__proto__":{"x":1}}', '{"a":{"__proto__":1}}'])(
    'is kept as it is: %s',
    (json) => {
      expect(JSON.stringify(parse(json).data)).toBe(json);
      expect({}).not.toHaveProperty('x');
    },
  );

  it.each(['[]', '1', 'null', '"text"', '{"a":[[]]}'])('is not %s', (json) => {
    expect(parse(json).success).toBe(false);
  });

  it('may nest so deep that no walk over it could end', () => {
    const json = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(parse(json).success).toBe(false);
  });

  it('is an object in the OpenAPI document', () => {
    const schema = z.toJSONSchema(z.object({ custom: jsonObject() }), { unrepresentable: 'any' });
    expect(schema.properties?.custom).toEqual({ type: 'object', additionalProperties: true });
  });
});

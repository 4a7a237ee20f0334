import openapiTypescript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.js';

const HEAD =
  '// Made from the OpenAPI document of the service; `npx vitest run test/e2e/client-schema.test.ts -u` makes it anew.\n\n';

it('the types of the client are those of the OpenAPI document that the service shows', async () => {
  const site = await createTestApp('client_schema');
  try {
    const answer = await fetch(`${site.origin}/api/openapi.json`);
    const ast = await openapiTypescript(await answer.text());
    const text = await format(HEAD + astToString(ast), {
      parser: 'typescript',
      singleQuote: true,
      printWidth: 100,
    });
    await expect(text).toMatchFileSnapshot('../../packages/client/src/schema.ts');
  } finally {
    await site.close();
  }
});

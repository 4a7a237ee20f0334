import type { Browser } from './browser.js';

export interface NewAsset {
  readonly id: number;
  readonly path: string;
  readonly etag: string;
}

/** An asset that this visitor makes over HTTP. @throws Error with the answer when he may not */
export async function newAsset(browser: Browser, values: object = {}): Promise<NewAsset> {
  const { status, headers, body } = await browser.post<{ id: number }>('/api/assets', {
    name: 'asset',
    ...values,
  });
  if (status !== 201) throw new Error(`no asset was made: ${status} ${JSON.stringify(body)}`);
  return { id: body.id, path: headers.get('location') ?? '', etag: headers.get('etag') ?? '' };
}

import { ApiCreatedResponse, ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { assetViewSchema, type AssetView, etagOf } from './asset-view.js';

const ETAG = {
  description: 'Names this version of the asset; for If-Match and If-None-Match.',
  required: true,
  schema: { type: 'string' },
  example: '"7.3"',
} as const;

const LOCATION = {
  description: 'The path of the new asset.',
  required: true,
  schema: { type: 'string' },
  example: '/api/assets/7',
} as const;

/** 200 with an asset and its ETag. */
export const ApiAsset = (description: string) =>
  ApiOkResponse({ standardSchema: assetViewSchema, description, headers: { ETag: ETAG } });

/** 201 with the new asset and where it is. */
export const ApiNewAsset = () =>
  ApiCreatedResponse({
    standardSchema: assetViewSchema,
    description: 'The asset as it was written',
    headers: { ETag: ETAG, Location: LOCATION },
  });

/** 304 to a caller who has this version already. */
export const ApiNotModified = () =>
  ApiResponse({ status: 304, description: 'As If-None-Match says', headers: { ETag: ETAG } });

/** Sends the asset with its ETag. */
export function tagged(response: Response, asset: AssetView): AssetView {
  response.setHeader('ETag', etagOf(asset));
  return asset;
}

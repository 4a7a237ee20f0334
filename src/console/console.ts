import type { NestExpressApplication } from '@nestjs/platform-express';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Vite wrote in place of the nonce that each answer has for itself (`web/vite.config.ts`). */
const NONCE = '__CSP_NONCE__';

/** Where the build puts files whose names have a hash of what is in them. */
const HASHED = '/_console/';

/** What belongs to the API, whether it answers there or not. `/health` itself is a page, which tells what is below it. */
const NOT_OURS = /^\/(?:(?:api|metrics)(?:\/|$)|health\/)/;

/** Whether the console was built. */
export const hasConsole = (): boolean => findFolder() !== undefined;

/**
 * Serves the web console at `/`, where it was built: its page for every path that a browser navigates to and that is not
 * the API's, its scripts compressed and kept by browsers for good.
 */
export function setupConsole(app: NestExpressApplication): void {
  const folder = findFolder();
  if (folder === undefined) return;
  const [head = '', ...rest] = readFileSync(join(folder, 'index.html'), 'utf8').split(NONCE);
  const page = (nonce: string): string => [head, ...rest].join(nonce);
  const router = Router();
  router.get(/^\/_console\//, (request, response, next) => {
    sendHashed(folder, request, response, next);
  });
  router.get(/.*/, (request, response, next) => {
    if (!isNavigation(request)) next();
    else sendPage(page, response);
  });
  app.use(router);
}

/** Styles are written by scripts, under a nonce; nothing of the page runs but our own files. */
function sendPage(page: (nonce: string) => string, response: Response): void {
  const nonce = randomBytes(18).toString('base64');
  response.setHeader('Content-Security-Policy', policy(nonce));
  // Each answer has a nonce of its own.
  response.setHeader('Cache-Control', 'private, no-store');
  response.type('html').send(page(nonce));
}

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join(';');

/** A deep link: what a browser asks for when somebody opens a page. `/` itself is the console's, whoever asks. */
function isNavigation({ path, headers: { accept = '' } }: Request): boolean {
  return path === '/' || (!NOT_OURS.test(path) && accept.includes('text/html'));
}

/** The build has compressed every one of them twice. */
function sendHashed(
  folder: string,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const name = request.path.slice(HASHED.length);
  if (!/^[\w.-]+$/.test(name)) {
    next();
    return;
  }
  const encoding = request.acceptsEncodings('br', 'gzip', 'identity');
  const ending = encoding === 'br' ? '.br' : encoding === 'gzip' ? '.gz' : '';
  response.vary('Accept-Encoding').type(name.slice(name.lastIndexOf('.')));
  if (ending !== '') response.setHeader('Content-Encoding', encoding || 'identity');
  const options = { root: join(folder, HASHED), cacheControl: false, etag: false };
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.sendFile(name + ending, options, (error?: Error) => {
    if (!error || response.headersSent) return;
    for (const header of ['Content-Encoding', 'Content-Type', 'Vary'])
      response.removeHeader(header);
    response.setHeader('Cache-Control', 'private, no-cache');
    // Of another build: the browser has to load the page anew.
    next();
  });
}

/** `dist/web` of the project or package that this file is in, wherever the bundle has put it. */
function findFolder(from = dirname(fileURLToPath(import.meta.url))): string | undefined {
  const folder = join(from, 'dist', 'web');
  if (existsSync(join(folder, 'index.html'))) return folder;
  const parent = dirname(from);
  return parent === from ? undefined : findFolder(parent);
}

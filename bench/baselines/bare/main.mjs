// The plain way to do the same work: node:http and mysql2, the same checks, a statement for each question; as many processes as
// WEB_CONCURRENCY says. Only
// Django's formats are the API's own code: what is measured is everything around them.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { authenticate, checkCsrfToken } from './access.mjs';
import { claimRows } from './claims.mjs';
import { changeAsset, listAssets, readAsset, searchAssets } from './assets.mjs';
import { Refused } from './refused.mjs';

const server = createServer((request, response) => {
  answer(request).then(
    (body) => send(response, 200, body),
    (error) => send(response, error instanceof Refused ? error.status : 500, String(error)),
  );
});

async function answer(request) {
  const url = new URL(request.url, 'http://bare');
  const [, , resource, id] = url.pathname.split('/');
  if (resource === 'claim') return claim(request);
  if (resource !== 'assets') throw new Refused(404);
  if (request.method === 'PATCH') return patch(request, Number(id));
  const session = await authenticate(request, 'view_asset');
  if (id === 'search') return searchAssets(session, url.searchParams.get('key'));
  return id === undefined ? listAssets(url.searchParams) : readAsset(Number(id));
}

async function patch(request, id) {
  const body = await textOf(request);
  const { userId } = await authenticate(request, 'change_asset', () => checkCsrfToken(request));
  return changeAsset(userId, id, JSON.parse(body));
}

async function claim(request) {
  const body = await textOf(request);
  const { userId } = await authenticate(request, 'change_asset', () => checkCsrfToken(request));
  return claimRows(userId, JSON.parse(body));
}

function textOf(request) {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

const processes = Number(process.env.WEB_CONCURRENCY ?? 1);
if (processes > 1 && cluster.isPrimary) {
  process.once('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill();
    process.exit();
  });
  for (let worker = 0; worker < processes; worker++) cluster.fork();
} else
  server.listen(0, '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });

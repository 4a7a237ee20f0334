import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { type ProblemCode, problemType } from './status-table.js';

/** By the `code` of the error; any other of the parser's is a request that is no HTTP. */
const refusals: ReadonlyMap<string, readonly [ProblemCode, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['headers_too_large', 'Send less than 16 KB of headers.']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ['payload_too_large', 'Send chunks without long extensions.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['request_timeout', 'Send the request faster.']],
]);
const NO_HTTP = ['bad_request', 'The request is not valid HTTP/1.1.'] as const;

/**
 * What Node refuses before there is a request for Express: it would answer with a bare status line and write no log. These
 * answers, too, are RFC 9457 problem documents.
 */
export function explainParserRefusals(server: Server, logger: Logger): void {
  const refused = new WeakSet<Socket>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // What follows bytes that are no HTTP is none either.
    if (refused.has(socket)) return;
    refused.add(socket);
    const refusal = refusalOf(error);
    if (refusal && socket.writable) refuse(socket, problemOf(...refusal, logger));
    else socket.destroy();
  });
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    const detail = 'Of expectations only 100-continue is known.';
    const { status, document } = problemOf('expectation_failed', detail, logger);
    response.shouldKeepAlive = false;
    response.writeHead(status, headersOf(document)).end(document);
  });
}

const TYPE = 'application/problem+json';

/** Undefined where the connection broke, and nobody is there to be told. */
function refusalOf({
  code = '',
}: NodeJS.ErrnoException): readonly [ProblemCode, string] | undefined {
  return refusals.get(code) ?? (code.startsWith('HPE_') ? NO_HTTP : undefined);
}

/** A request before it, which was whole, is still answered; after that, or at once, the connection ends. */
function refuse(socket: Socket, { status, document }: Problem): void {
  const running = runningOn(socket);
  if (running?.req.complete) {
    running.shouldKeepAlive = false;
    running.once('close', () => {
      socket.destroySoon();
    });
    return;
  }
  if (!running?.headersSent) socket.write(`${headOf(status, document)}${document}`);
  socket.destroySoon();
}

/** The answer whose turn it is. Node (`socketOnError` of lib/_http_server.js) looks at the same field. */
function runningOn(socket: Socket): ServerResponse | undefined {
  const running: unknown = Reflect.get(socket, '_httpMessage');
  return running instanceof ServerResponse ? running : undefined;
}

interface Problem {
  readonly status: number;
  readonly document: string;
}

function problemOf(code: ProblemCode, detail: string, logger: Logger): Problem {
  const { status, title } = problemType(code);
  const request_id = randomUUID();
  logger.info({ request_id, status, code }, 'request refused by the parser');
  const type = `/api/docs/problems#${code}`;
  return { status, document: JSON.stringify({ type, title, status, detail, code, request_id }) };
}

const headersOf = (document: string) => ({
  'Content-Type': TYPE,
  'Content-Length': String(Buffer.byteLength(document)),
});

function headOf(status: number, document: string): string {
  const headers = Object.entries(headersOf(document)).map(([name, value]) => `${name}: ${value}`);
  const line = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`;
  return [line, ...headers, 'Connection: close', '\r\n'].join('\r\n');
}

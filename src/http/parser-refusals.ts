import { randomUUID } from 'node:crypto';
import {
  type IncomingMessage,
  OutgoingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { type ProblemCode, problemType } from './status-table.js';

/** By the `code` of the error; any other is a request that is no HTTP. */
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
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (canAnswer(socket)) {
      const [code, detail] = refusals.get(error.code ?? '') ?? NO_HTTP;
      const { status, document } = problemOf(code, detail, logger);
      socket.write(`${headOf(status, document)}${document}`);
    }
    socket.destroySoon();
  });
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    const detail = 'Of expectations only 100-continue is known.';
    const { status, document } = problemOf('expectation_failed', detail, logger);
    response.shouldKeepAlive = false;
    response.writeHead(status, headersOf(document)).end(document);
  });
}

const TYPE = 'application/problem+json';

/** Not in the middle of another answer; Node (`socketOnError` of lib/_http_server.js) looks at the same field. */
function canAnswer(socket: Socket): boolean {
  const running: unknown = Reflect.get(socket, '_httpMessage');
  return socket.writable && !(running instanceof OutgoingMessage && running.headersSent);
}

function problemOf(code: ProblemCode, detail: string, logger: Logger) {
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

import { ExpressAdapter } from '@nestjs/platform-express';
import { StreamableFile } from '@nestjs/common';
import express, { type Express, type Response } from 'express';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { stringifyJson } from '../exact-json.js';
import { inTurn } from './in-turn.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** How late a slow request is noticed at most: with Node's own 30 s a limit of 15 s would be one of 45 s. */
const CHECKING_INTERVAL = 2_000;

/**
 * Express on a server whose requests and responses are Express's from the moment they are made. Left alone, Express
 * changes the prototype of each of them when it arrives (`app.handle`, express 5.3 lib/application.js): V8 then keeps a
 * hidden class per object, which survives young collections. On Node 20 that is three quarters of what Express costs.
 */
export class BornExpressAdapter extends ExpressAdapter {
  constructor() {
    super(express());
  }

  /**
   * Objects as exact JSON, in one write with the headers. Express would ask whether the caller has the answer already, which is
   * known before it is made, and parse its type. Anything else as Nest does.
   */
  override reply(response: Response, body: unknown, statusCode?: number): void {
    const isOther = typeof body !== 'object' || body === null || body instanceof StreamableFile;
    if (isOther) {
      super.reply(response, body, statusCode);
      return;
    }
    if (statusCode !== undefined) response.status(statusCode);
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', JSON_TYPE);
    response.end(stringifyJson(body));
  }

  /** Nest's own also knows TLS and `return503OnClosing`, which we do not use. */
  override initHttpServer(): void {
    const app = this.getInstance<Express>();
    class BornRequest extends IncomingMessage {}
    class BornResponse extends ServerResponse {}
    app.request = adopt(BornRequest.prototype, app.request);
    app.response = adopt(BornResponse.prototype, app.response);
    const classes = { IncomingMessage: BornRequest, ServerResponse: BornResponse };
    const connectionsCheckingInterval = CHECKING_INTERVAL;
    this.httpServer = createServer({ ...classes, connectionsCheckingInterval }, inTurn(app));
  }
}

/** `born`, now also what `expressed` is; Express sets this prototype and changes nothing by it. */
function adopt<T extends object>(born: object, expressed: T): T {
  return Object.setPrototypeOf(born, expressed) as T;
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** With more the connection is not read for a while; with fewer it is, because only so a client that hangs up is noticed. */
const FEW_WAITING = 16;
/** Each costs a few KB while it waits. Clients that pipeline at all send a few dozen. */
const MOST_WAITING = 1000;

/**
 * Lets the requests of one connection be worked on one after another, as its client sent them. Node starts all that it
 * finds in one read of a connection and keeps each answer until its turn: a few KB of requests would fill the memory with
 * answers, a later write could overtake an earlier one, and what begins when the connection breaks never learns it,
 * because an answer that is not on a connection yet has no `close` (RFC 9112 section 9.3.2 asks for the order only).
 */
export function inTurn<
  Request extends typeof IncomingMessage,
  Response extends typeof ServerResponse<InstanceType<Request>>,
>(listener: RequestListener<Request, Response>): RequestListener<Request, Response> {
  const waiting = new WeakMap<Socket, number>();
  const change = (socket: Socket, by: 1 | -1): number => {
    const left = (waiting.get(socket) ?? 0) + by;
    waiting.set(socket, left);
    return left;
  };
  const wait = (socket: Socket): void => {
    if (change(socket, 1) > MOST_WAITING) {
      socket.destroy();
      return;
    }
    // Later than the ticks in which Node, glad of a complete request, reads on; by then some may have had their turn.
    queueMicrotask(() => {
      if ((waiting.get(socket) ?? 0) > FEW_WAITING) socket.pause();
    });
  };
  return (request, response) => {
    if (response.socket) {
      listener(request, response);
      return;
    }
    const { socket } = request;
    wait(socket);
    response.once('socket', () => {
      if (change(socket, -1) <= FEW_WAITING) socket.resume();
      if (!socket.destroyed) listener(request, response);
    });
  };
}

// The format of `text/event-stream` (HTML Living Standard, section 9.2): lines `field: value`, a blank line ends a
// block, a line that begins with a colon is a comment.
//
//     id: 12
//     event: updated
//     data: {"id":4711,"asset_id":7}

/** @param data one line, as JSON is */
export const formatEvent = (id: number, event: string, data: string): string =>
  `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

/**
 * A block without data: nothing is dispatched, but the browser keeps the id, and both ends see that the other lives.
 */
export const formatHeartbeat = (id: number): string => `:\nid: ${id}\n\n`;

/** The first block; after a loss the browser connects again in so many milliseconds. */
export const formatOpening = (id: number, retryMs: number): string =>
  `retry: ${retryMs}\nid: ${id}\n\n`;

import { expect, it } from 'vitest';
import { formatEvent, formatHeartbeat, formatOpening } from './server-sent-events.js';

it('formats blocks as the HTML standard reads them', () => {
  expect(formatOpening(7, 2000)).toBe('retry: 2000\nid: 7\n\n');
  expect(formatEvent(12, 'updated', '{"id":1}')).toBe('id: 12\nevent: updated\ndata: {"id":1}\n\n');
  expect(formatHeartbeat(12)).toBe(':\nid: 12\n\n');
});

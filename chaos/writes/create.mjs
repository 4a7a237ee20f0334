import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_TRIES_MS = 100;

/** POST with an Idempotency-Key, sent again until the answer is a clear one: of all tries there is one asset. */
export const create = {
  name: 'create',
  run: async ({ record, visitor, isOver }) => {
    const token = record.newToken();
    const send = () =>
      visitor.send(
        'POST',
        '/api/assets',
        { name: token, notes: token },
        { 'idempotency-key': token },
      );
    let answer = await send();
    let wasUnclear = answer.outcome === 'unknown';
    while (answer.status !== 201 && !isOver()) {
      await pause(BETWEEN_TRIES_MS);
      answer = await send();
      wasUnclear ||= answer.outcome === 'unknown';
    }
    // A later refusal says nothing of an earlier try whose answer got lost.
    const outcome = answer.status !== 201 && wasUnclear ? 'unknown' : answer.outcome;
    const assetId = answer.status === 201 ? answer.body.id : undefined;
    record.writes.push({ token, kind: 'create', rows: 1, key: token, assetId, outcome });
  },
};

/** PATCH of a counter that everybody increases, with the ETag that was read: of two with the same one, one is refused. */
export const increment = {
  name: 'increment',
  run: async ({ world, random, record, visitor }) => {
    const path = `/api/assets/${random.pick(world.counters)}`;
    const read = await visitor.send('GET', path);
    if (read.status !== 200) return;
    const token = record.newToken();
    const body = { notes: token, custom: { count: read.body.custom.count + 1 } };
    const { outcome } = await visitor.send('PATCH', path, body, { 'if-match': read.etag });
    record.writes.push({ token, kind: 'increment', rows: 1, outcome });
  },
};

const MISSING_ID = 999_999_999;

/** An atomic batch over rows of all groups in any order; every fourth has a last operation that fails, and must leave nothing. */
export const batch = {
  name: 'batch',
  run: async ({ world, random, record, visitor }) => {
    const token = record.newToken();
    const ids = random.some(Object.values(world.groups).flat(), 3);
    if (random.below(4) === 0) ids.push(MISSING_ID);
    const operations = ids.map((id) => ({ op: 'update', id, set: { notes: token } }));
    const { outcome } = await visitor.send('POST', '/api/assets/batch', { operations });
    record.writes.push({ token, kind: 'batch', rows: ids.length, outcome });
  },
};

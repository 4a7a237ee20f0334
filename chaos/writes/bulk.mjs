/** PATCH of all assets of a group by filter. */
export const bulk = {
  name: 'bulk',
  run: async ({ world, random, record, visitor }) => {
    const token = record.newToken();
    const [site, ids] = random.pick(Object.entries(world.groups));
    const body = { filter: { site }, set: { notes: token } };
    const { outcome } = await visitor.send('PATCH', '/api/assets', body);
    record.writes.push({ token, kind: 'bulk', rows: ids.length, outcome });
  },
};

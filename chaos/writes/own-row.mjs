/** PATCH without a condition, of a row that nobody else writes. */
export const ownRow = {
  name: 'own row',
  run: async ({ number, world, record, visitor }) => {
    const token = record.newToken();
    const { outcome } = await visitor.send('PATCH', `/api/assets/${world.own[number]}`, {
      notes: token,
    });
    record.writes.push({ token, kind: 'own row', rows: 1, outcome });
  },
};

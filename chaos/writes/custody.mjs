/** Check-out or check-in of an asset that others want, too; the loser's 409 is a refusal like any other. */
export const custody = {
  name: 'custody',
  run: async ({ world, random, record, visitor }) => {
    const path = `/api/assets/${random.pick(world.lent)}`;
    const token = record.newToken();
    const { outcome } =
      random.below(2) === 0
        ? await visitor.send('POST', `${path}/check-out`, { user_id: world.userId, note: token })
        : await visitor.send('POST', `${path}/check-in`, { note: token });
    record.writes.push({ token, kind: 'custody', rows: 1, outcome });
  },
};

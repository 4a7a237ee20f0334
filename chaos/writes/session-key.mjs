/** PATCH of the client's own key in a session that another client writes, too. */
export const sessionKey = {
  name: 'session key',
  run: async (client) => {
    const { number, sessionNumber, record, visitor } = client;
    const [key, value] = [`client${number}`, ++client.counted];
    const { outcome } = await visitor.send('PATCH', '/api/session', { [key]: value });
    record.sessionWrites.push({ session: sessionNumber, key, value, outcome });
  },
};

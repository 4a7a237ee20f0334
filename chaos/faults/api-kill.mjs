import { setTimeout as pause } from 'node:timers/promises';

/** What it had not committed is undone by the database; its clients go to the other process, which notices nothing. */
export const apiKill = {
  name: 'api-kill',
  title: 'kill -9 of one of two API processes under load',
  limitSeconds: 10,
  disturb: async ({ apis, watch }) => {
    watch.excuse(apis[0].origin);
    await apis[0].stop('SIGKILL');
    await pause(1_000);
  },
};

/** Longer than the API gives to running requests. */
const EXIT_MS = 12_000;

const sigterm = (name, title, env) => ({
  name,
  title,
  limitSeconds: 10,
  env,
  disturb: async ({ apis, watch, record }) => {
    watch.excuse(apis[0].origin);
    const from = performance.now();
    const status = await apis[0].stop('SIGTERM');
    const milliseconds = performance.now() - from;
    const { broken = 0 } = record.refusals();
    return [
      ...(status === 0 ? [] : [`the process ended with ${status}`]),
      ...(milliseconds < EXIT_MS ? [] : [`it ended after ${milliseconds.toFixed(0)} ms`]),
      ...(broken === 0 ? [] : [`${broken} requests were cut off`]),
    ];
  },
});

/** Every request that was accepted is answered; the next finds the port closed and goes to the other process. */
export const sigtermOne = sigterm('sigterm', 'SIGTERM to one of two API processes under load');

export const sigtermCluster = sigterm(
  'sigterm-cluster',
  'the same to a process with two workers (WEB_CONCURRENCY=2)',
  (n) => (n === 0 ? { WEB_CONCURRENCY: '2' } : {}),
);

/**
 * The sum of one metric over processes.
 * @param {{ origin: string }[]} apis
 * @param {string} name
 */
export async function metric(apis, name) {
  const pages = await Promise.all(
    apis.map(async ({ origin }) => (await fetch(`${origin}/metrics`)).text()),
  );
  return pages.reduce(
    (sum, page) => sum + Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? 0),
    0,
  );
}

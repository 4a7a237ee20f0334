/** Somebody who listens to `GET /api/events` of one process, and keeps what he is told. */
export class Listener {
  /** @type {{ position: number, asset: number, version: number }[]} */
  events = [];
  #gone = new AbortController();
  #running;

  /**
   * @param {string} origin
   * @param {{ session: string }} login
   */
  constructor(origin, login) {
    this.#running = this.#listen(origin, login).catch(() => undefined);
  }

  async stop() {
    this.#gone.abort();
    await this.#running;
  }

  async #listen(origin, { session }) {
    const answer = await fetch(`${origin}/api/events`, {
      headers: { cookie: `sessionid=${session}` },
      signal: this.#gone.signal,
    });
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop();
      this.events.push(...blocks.map(toEvent).filter(Boolean));
    }
  }
}

function toEvent(block) {
  const [, position] = /^id: (\d+)$/m.exec(block) ?? [];
  const [, json] = /^data: (.+)$/m.exec(block) ?? [];
  if (json === undefined) return undefined;
  const { asset_id: asset, version } = JSON.parse(json);
  return { position: Number(position), asset, version };
}

/**
 * Two listeners on two nodes hear the same events in the same order, each once, and those of an asset by its versions.
 * @param {Listener[]} listeners
 * @returns {string[]} what is wrong
 */
export function auditFeed([one, other]) {
  const broken = [];
  if (one.events.length === 0) broken.push('the feed said nothing');
  if (JSON.stringify(one.events) !== JSON.stringify(other.events))
    broken.push('two listeners of the feed heard different events');
  const versions = new Map();
  let last = 0;
  for (const { position, asset, version } of one.events) {
    if (position <= last) broken.push(`event ${position} came after ${last}`);
    if (version !== (versions.get(asset) ?? version - 1) + 1)
      broken.push(`asset ${asset}: version ${version} came after ${versions.get(asset)}`);
    last = position;
    versions.set(asset, version);
  }
  return broken;
}

/** A block of `text/event-stream` (HTML Living Standard, section 9.2.6). */
export interface EventBlock {
  readonly id?: string;
  /** Milliseconds before a lost connection is made anew. */
  readonly retry?: number;
  /** Absent in the opening and in heartbeats, whose `id` counts all the same: parsers that give events only lose it. */
  readonly data?: string;
}

/** @param pieces of text, cut anywhere; what follows the last blank line is dropped, as the standard wants */
export async function* eventBlocks(pieces: AsyncIterable<string>): AsyncGenerator<EventBlock> {
  let rest = '';
  for await (const piece of pieces) {
    const blocks = (rest + piece).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) yield blockOf(block);
  }
}

function blockOf(text: string): EventBlock {
  const fields = text.split(/\r?\n/).map((line) => {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    return { name, value };
  });
  const last = (name: string) => fields.findLast((field) => field.name === name)?.value;
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value);
  const [id, retry] = [last('id'), last('retry')];
  return {
    ...(id === undefined ? {} : { id }),
    ...(retry === undefined ? {} : { retry: Number(retry) }),
    ...(data.length === 0 ? {} : { data: data.join('\n') }),
  };
}

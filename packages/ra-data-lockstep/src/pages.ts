import type { AnyModel, ListQuery, Row, Rows } from '@lockstep/client';

type Values = Record<string, unknown>;

/** Rows of one page of the service. */
const MOST_ROWS = 500;
/** Lists whose pages are remembered. */
const MOST_LISTS = 50;

export interface Wish {
  readonly query: ListQuery;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  readonly count: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Found {
  readonly rows: readonly Row<Values>[];
  readonly count?: number;
  readonly hasNextPage: boolean;
}

/**
 * Pages by number over a service that has cursors. Where a page begins is known once the one before was read; else the rows in between are
 * passed over, five hundred at once.
 */
export class Pages {
  /** By list: the cursor of each page, which is null for the first. */
  private readonly lists = new Map<string, Map<number, string | null>>();

  async read(rows: Rows<AnyModel>, wish: Wish): Promise<Found> {
    const { page, perPage, count } = wish;
    const starts = this.startsOf(JSON.stringify([rows.label, perPage, wish.query]));
    const start = await this.startOf(rows, wish, starts);
    if (start === undefined)
      return { rows: [], hasNextPage: false, ...(await this.counted(rows, wish)) };
    let cursor: string | null = start;
    const found: Row<Values>[] = [];
    let total: number | undefined;
    do {
      const limit = Math.min(perPage - found.length, MOST_ROWS);
      const isFirst = found.length === 0;
      const answer = await this.part(rows, wish, { cursor, limit, count: count && isFirst });
      found.push(...answer.rows);
      total ??= answer.count;
      cursor = answer.next;
    } while (cursor !== null && found.length < perPage);
    if (cursor !== null) starts.set(page + 1, cursor);
    return {
      rows: found,
      hasNextPage: cursor !== null,
      ...(total === undefined ? {} : { count: total }),
    };
  }

  /** Undefined for a page behind the last one. */
  private async startOf(
    rows: Rows<AnyModel>,
    wish: Wish,
    starts: Map<number, string | null>,
  ): Promise<string | null | undefined> {
    const { page, perPage } = wish;
    const nearest = Math.max(...[...starts.keys()].filter((known) => known <= page));
    let cursor = starts.get(nearest) ?? null;
    let left = (page - nearest) * perPage;
    while (left > 0) {
      const limit = Math.min(left, MOST_ROWS);
      const { next } = await this.part(rows, wish, { cursor, limit, count: false });
      if (next === null) return undefined;
      cursor = next;
      left -= limit;
    }
    starts.set(page, cursor);
    return cursor;
  }

  private async counted(rows: Rows<AnyModel>, wish: Wish): Promise<{ count?: number }> {
    if (!wish.count) return {};
    const { count } = await this.part(rows, wish, { cursor: null, limit: 1, count: true });
    return count === undefined ? {} : { count };
  }

  private part(
    rows: Rows<AnyModel>,
    { query, signal }: Wish,
    { cursor, limit, count }: { cursor: string | null; limit: number; count: boolean },
  ) {
    return rows.page<ListQuery>(
      { ...query, limit, ...(cursor === null ? {} : { cursor }), ...(count ? { count } : {}) },
      signal ? { signal } : {},
    );
  }

  private startsOf(name: string): Map<number, string | null> {
    const known = this.lists.get(name) ?? new Map<number, string | null>([[1, null]]);
    // The one used last stands last.
    this.lists.delete(name);
    this.lists.set(name, known);
    const [oldest] = this.lists.keys();
    if (this.lists.size > MOST_LISTS && oldest !== undefined) this.lists.delete(oldest);
    return known;
  }
}

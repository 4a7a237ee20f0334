/** SQL of our own making; every value from outside is a parameter. */
export interface SqlFragment {
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
}

export function allOf(fragments: readonly SqlFragment[]): SqlFragment {
  if (fragments.length === 0) return { sql: 'TRUE', params: [] };
  return {
    sql: fragments.map(({ sql }) => sql).join(' AND '),
    params: fragments.flatMap(({ params }) => params),
  };
}

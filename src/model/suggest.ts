/** Ends a message about a name that isn't there: `; is it blog.asset_db?`, or what there is. */
export function orWhat(name: string, known: readonly string[]): string {
  const nearest = nearestTo(name, known);
  if (nearest !== undefined) return `; is it ${nearest}?`;
  return known.length > 0 && known.length <= MOST_NAMED ? `; there are ${known.join(', ')}` : '';
}

const MOST_NAMED = 40;

function nearestTo(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(plain(name), plain(candidate)) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(name.length > 4 ? 2 : 1, name.length / 4)
    ? best.candidate
    : undefined;
}

/** Without what people get wrong most. */
const plain = (name: string): string => name.toLowerCase().replace(/[_\s-]/g, '');

/** Levenshtein's: how many characters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min(
          (next[j] ?? 0) + 1,
          (row[j + 1] ?? 0) + 1,
          (row[j] ?? 0) + (character === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

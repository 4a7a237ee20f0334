import { characters } from '../python-text.js';

/**
 * How alike two texts are by their letters alone, whatever their order: 0 to 1.
 * Python: `difflib.SequenceMatcher(a=left, b=right).quick_ratio()`.
 */
function quickRatio(left: readonly string[], right: readonly string[]): number {
  const total = left.length + right.length;
  if (total === 0) return 1;
  const unmatched = new Map<string, number>();
  for (const letter of right) unmatched.set(letter, (unmatched.get(letter) ?? 0) + 1);
  let matches = 0;
  for (const letter of left) {
    const count = unmatched.get(letter) ?? 0;
    if (count > 0) matches += 1;
    unmatched.set(letter, count - 1);
  }
  return (2 * matches) / total;
}

/** Whether `password` resembles `value` by at least `limit`. Django: `UserAttributeSimilarityValidator.validate`. */
export function isSimilar(password: string, value: string, limit: number): boolean {
  const left = characters(password);
  const right = characters(value);
  return !isFarLonger(left.length, right.length, limit) && quickRatio(left, right) >= limit;
}

/** Spares the comparison where it could not reach `limit`. Django: `exceeds_maximum_length_ratio`. */
function isFarLonger(password: number, value: number, limit: number): boolean {
  return password >= 10 * value && value < (limit / 2) * password;
}

/**
 * @param {number[]} values at least one
 * @returns {{ median: number, min: number, max: number }}
 */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0], max: sorted.at(-1) };
}

/**
 * @param {number[]} sorted ascending
 * @param {number} share 0.99 for the 99th percentile
 */
export function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

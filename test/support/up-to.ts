/** 1, 2, … count. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

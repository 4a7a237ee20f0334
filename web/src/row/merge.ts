import type { Row } from '../api/lockstep.js';

/** A field that both have changed since the form was opened. */
export interface Clash {
  readonly before: unknown;
  readonly theirs: unknown;
}

/** A form on a row that others may change meanwhile. */
export interface Draft {
  /** The row as the database has it, as far as we know: what If-Match stands for. */
  readonly base: Row;
  /** What the user changed, and nothing else: only this is sent. */
  readonly mine: Row;
  /** Nothing is sent before the user has decided about these. */
  readonly clashes: Readonly<Record<string, Clash>>;
}

/** A field that somebody else changed, beside what the user has in the form. */
export interface Difference extends Clash {
  readonly name: string;
  readonly mine: unknown;
  /** Whether both changed it. */
  readonly isClash: boolean;
}

export const draftOf = (base: Row): Draft => ({ base, mine: {}, clashes: {} });

/** The row as the form shows it. */
export const shownIn = ({ base, mine }: Draft): Row => ({ ...base, ...mine });

export const isDirty = ({ mine }: Draft): boolean => Object.keys(mine).length > 0;

/** The user gives a field another value; what is as the database has it is no change. */
export function edit(draft: Draft, name: string, value: unknown): Draft {
  const { [name]: _, ...others } = draft.mine;
  return {
    ...draft,
    mine: isSame(value, draft.base[name]) ? others : { ...others, [name]: value },
  };
}

/**
 * The row as it is now comes under the form: fields that the user left alone follow it, the others stay theirs, and clash
 * where both changed.
 */
export function rebase(draft: Draft, now: Row): { draft: Draft; differences: Difference[] } {
  const changed = Object.keys(now).filter((name) => !isSame(now[name], draft.base[name]));
  const differences = changed.map((name): Difference => {
    const before = draft.clashes[name]?.before ?? draft.base[name];
    const mine = Object.hasOwn(draft.mine, name) ? draft.mine[name] : draft.base[name];
    const isClash = Object.hasOwn(draft.mine, name) && !isSame(mine, now[name]);
    return { name, before, theirs: now[name], mine, isClash };
  });
  const clashes: Record<string, Clash> = { ...draft.clashes };
  for (const { name, before, theirs, isClash } of differences)
    if (isClash) clashes[name] = { before, theirs };
    else Reflect.deleteProperty(clashes, name);
  const mine = Object.entries(draft.mine).filter(([name, value]) => !isSame(value, now[name]));
  return { draft: { base: now, mine: Object.fromEntries(mine), clashes }, differences };
}

/** The user decides about a field that clashed. */
export function settle(draft: Draft, name: string, whose: 'mine' | 'theirs'): Draft {
  const { [name]: _, ...clashes } = draft.clashes;
  const { [name]: __, ...others } = draft.mine;
  return { ...draft, clashes, mine: whose === 'theirs' ? others : draft.mine };
}

/** Equal as JSON; the order of keys in an object does not matter. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === undefined ? other === null : one === null && other === undefined;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && isSame(value, right.get(name)))
  );
}

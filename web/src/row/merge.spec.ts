import { expect, test } from 'vitest';
import { draftOf, edit, isDirty, rebase, settle, shownIn } from './merge.js';

const BASE = { name: 'a', rack: '24', site: 'Shanghai', custom: { u: 1, v: [2] } };

test('only what differs from the row is a change', () => {
  const draft = edit(edit(draftOf(BASE), 'rack', '25'), 'name', 'b');
  expect(draft.mine).toEqual({ rack: '25', name: 'b' });
  expect(edit(draft, 'name', 'a').mine).toEqual({ rack: '25' });
  expect(isDirty(edit(draftOf(BASE), 'custom', { v: [2], u: 1 }))).toBe(false);
});

test('fields that the user left alone follow the row', () => {
  const { draft, differences } = rebase(edit(draftOf(BASE), 'rack', '25'), { ...BASE, name: 'b' });
  expect(shownIn(draft)).toEqual({ ...BASE, name: 'b', rack: '25' });
  expect(draft.clashes).toEqual({});
  expect(differences).toEqual([
    { name: 'name', before: 'a', theirs: 'b', mine: 'a', isClash: false },
  ]);
});

test('a field that both changed keeps both values and the one before, however often the other changes it', () => {
  const once = rebase(edit(draftOf(BASE), 'rack', '25'), { ...BASE, rack: '26' });
  const twice = rebase(once.draft, { ...BASE, rack: '27' });
  expect(twice.draft.clashes).toEqual({ rack: { before: '24', theirs: '27' } });
  expect(shownIn(twice.draft).rack).toBe('25');
  expect(settle(twice.draft, 'rack', 'mine').mine).toEqual({ rack: '25' });
  const theirs = settle(twice.draft, 'rack', 'theirs');
  expect([shownIn(theirs).rack, isDirty(theirs)]).toEqual(['27', false]);
});

test('a change that both made alike, or that was taken back, is no clash', () => {
  const mine = edit(draftOf(BASE), 'rack', '25');
  expect(rebase(mine, { ...BASE, rack: '25' }).draft).toMatchObject({ mine: {}, clashes: {} });
  const clashed = rebase(mine, { ...BASE, rack: '26' }).draft;
  expect(rebase(clashed, BASE).draft).toMatchObject({
    mine: { rack: '25' },
    clashes: { rack: { before: '24', theirs: '24' } },
  });
});

import { expect, test } from 'vitest';
import { SessionData } from '../django/index.js';
import { SessionOwners } from './session-owners.js';

const owner = {
  columns: 'person.name',
  join: 'LEFT JOIN person ON person.id = ?',
  keyOf: (data: SessionData) => (data.get('person') as number | undefined) ?? null,
};

const sessionOf = (person: number | null) => SessionData.parse(JSON.stringify({ person }));

test('a session is guessed to belong to whom it last belonged to', () => {
  const owners = new SessionOwners();
  owners.owner = owner;
  owners.learn('a', sessionOf(7));
  owners.learn('a', sessionOf(8));
  expect(owners.guess('a')).toEqual({
    isMade: true,
    columns: ', person.name',
    join: 'LEFT JOIN person ON person.id = ?',
    params: [8],
  });
});

test('nobody is guessed for a session that was not seen, or was nobody’s', () => {
  const owners = new SessionOwners();
  owners.owner = owner;
  owners.learn('a', sessionOf(7));
  owners.learn('a', sessionOf(null));
  for (const key of ['a', 'b'])
    expect(owners.guess(key)).toEqual({ isMade: false, columns: '', join: '', params: [] });
});

test('ten thousand sessions are remembered, and the oldest makes room for the next', () => {
  const owners = new SessionOwners();
  owners.owner = owner;
  for (let n = 0; n <= 10_000; n++) owners.learn(`session ${n}`, sessionOf(n));
  expect(owners.guess('session 0').isMade).toBe(false);
  expect(owners.guess('session 1').params).toEqual([1]);
  expect(owners.guess('session 10000').params).toEqual([10_000]);
});

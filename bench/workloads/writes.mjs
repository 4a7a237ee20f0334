import { anyOf, patch } from './requests.mjs';

const HOT_ROW = 7;

const change = (id, login) => patch(`/api/assets/${id}`, login, { notes: `note ${anyOf(1e9)}` });

/** W1: change one field under the row lock, any row. */
export const randomWrites = {
  name: 'W1',
  title: 'locked PATCH, random rows',
  goal: { bare: 0.8, django: 1 / 5 },
  status: 200,
  request: ({ scene, login }) => change(anyOf(scene.assets), login),
};

/** W2: everybody changes the same row, so the time under its lock is what counts. */
export const hotWrites = {
  name: 'W2',
  title: 'locked PATCH, one hot row',
  goal: { bare: 1, django: 1 / 5 },
  status: 200,
  request: ({ login }) => change(HOT_ROW, login),
};

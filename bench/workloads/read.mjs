import { anyOf, get } from './requests.mjs';

/** R1: one asset by its id, any of them. */
export const read = {
  name: 'R1',
  title: 'authenticated read of one asset',
  goal: { bare: 0.6, django: 1 / 6 },
  status: 200,
  request: ({ scene, login }) => get(`/api/assets/${anyOf(scene.assets)}`, login),
};

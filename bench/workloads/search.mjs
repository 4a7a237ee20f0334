import { MODELS } from '../lib/seed.mjs';
import { anyOf, get } from './requests.mjs';

/** S1: a search whose term the session remembers, so that every request writes its session. */
export const search = {
  name: 'S1',
  title: 'search that writes the session',
  goal: { bare: 0.8, django: 1 / 4 },
  status: 200,
  request: ({ login }) => {
    const term = MODELS[anyOf(MODELS.length) - 1];
    return get(`/api/assets/search?key=${encodeURIComponent(term)}`, login);
  },
};

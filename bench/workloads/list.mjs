import { get } from './requests.mjs';

const FILTER = 'status=deployed&ordering=-updated_at&limit=50';

/** R2: the newest 50 of one status, over the index on (status, updated_at, id). */
const list = (name, title, more) => ({
  name,
  title,
  goal: { bare: 0.8, django: 1 / 4 },
  status: 200,
  ...more,
});

const pageOne = ({ login }) => get(`/api/assets?${FILTER}`, login);
/** The page in the middle of what the filter leaves; each server names it in its own way. */
const middle = ({ scene, login, server }) =>
  get(`/api/assets?${FILTER}&${scene.middle[server]}`, login);

export const lists = [
  list('R2', 'list of 50, filter and order, page 1', { request: pageOne }),
  list('R2deep', 'the same list, half way down', { request: middle, comparedWith: 'R2' }),
  list('R2M', 'list of 50 of a million, page 1', { request: pageOne, million: true }),
  list('R2Mdeep', 'the same list of a million, half way down', {
    request: middle,
    comparedWith: 'R2M',
    million: true,
  }),
];

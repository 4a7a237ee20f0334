import { MODELS } from './seed.mjs';

/**
 * What wrk sends: `path` with a number up to `most`, or one of `choices`, behind it; `body` around a random number.
 * @typedef {{ method: 'GET' | 'PATCH', path: string, most?: number, choices?: string[], body?: [string, string] }} Request
 */

/**
 * `goal`: the least share of the bare server's requests a second and the most of Django's CPU; of M1 to M3 the least share of the
 * same work on the inventory, and of `M2Mdeep` of page 1. `size`: of the tables, where it is not 10,000.
 * @typedef {{ name: string, title: string, goal: { bare?: number, django?: number, inventory?: number }, size?: 'million' | 'tenMillion',
 *   comparedWith?: string, request: (scene: import('./scene.mjs').Scene, server: string) => Request }} Workload
 */

const HOT_ROW = 7;
const SERVERS = '/api/models/blog.asset_db';
const SERVERS_BY_KEY = `${SERVERS}?ordering=id&limit=50`;
const LIST = '/api/assets?status=deployed&ordering=-updated_at&limit=50';
const NOTES = ['{"notes":"note ', '"}'];

const patch = (path, body, most) => ({ method: 'PATCH', path, body, most });
const get = (path, more) => ({ method: 'GET', path, ...more });
const pageOne = () => get(LIST);
/** The page in the middle of what the filter leaves; each server names it in its own way. */
const middle = ({ middle: place }, server) => get(`${LIST}&${place[server.replace(/×.*/, '')]}`);

const lists = (name, title, size) => [
  {
    ...{ name, size, goal: { bare: 0.9, django: 1 / 6 }, request: pageOne },
    title: `list of 50${title}, filter and order, page 1`,
  },
  {
    ...{ name: `${name}deep`, size, goal: { bare: 0.9, django: 1 / 6 }, request: middle },
    ...{ title: 'the same list, half way down', comparedWith: name },
  },
];

/** @type {Workload[]} in the order of the table */
export const WORKLOADS = [
  {
    name: 'R1',
    title: 'authenticated read of one asset',
    goal: { bare: 1, django: 1 / 8 },
    request: ({ rows }) => get('/api/assets/', { most: rows }),
  },
  ...lists('R2', ''),
  {
    name: 'W1',
    title: 'locked PATCH, random rows',
    goal: { bare: 0.9, django: 1 / 6 },
    request: ({ rows }) => patch('/api/assets/', NOTES, rows),
  },
  {
    name: 'W2',
    title: 'locked PATCH, one hot row',
    goal: { bare: 2, django: 1 / 8 },
    request: () => patch(`/api/assets/${HOT_ROW}`, NOTES),
  },
  {
    name: 'S1',
    title: 'search that writes the session',
    goal: { bare: 1, django: 1 / 6 },
    request: () => get('/api/assets/search?key=', { choices: MODELS.map(encodeURIComponent) }),
  },
  {
    name: 'M1',
    title: 'R1 on a table of the site',
    goal: { inventory: 0.85 },
    comparedWith: 'R1',
    request: ({ rows }) => get(`${SERVERS}/SRV-`, { most: rows }),
  },
  {
    name: 'M2',
    title: 'R2 on a table of the site',
    goal: { inventory: 0.85 },
    comparedWith: 'R2',
    request: () => get(`${SERVERS}?status=Online&ordering=-id&limit=50`),
  },
  {
    name: 'M3',
    title: 'W1 on a table of the site',
    goal: { inventory: 0.85 },
    comparedWith: 'W1',
    request: ({ rows }) => patch(`${SERVERS}/SRV-`, ['{"remark2":"note ', '"}'], rows),
  },
  ...lists('R2M', ' of a million', 'million'),
  {
    ...{ name: 'M2M', size: 'million', comparedWith: 'R2M', goal: { inventory: 0.85 } },
    title: "a million rows of the site's table in the order of the key, page 1",
    request: () => get(SERVERS_BY_KEY),
  },
  {
    ...{ name: 'M2Mdeep', size: 'million', comparedWith: 'M2M', goal: { inventory: 1 / 1.5 } },
    title: 'the same list, half way down',
    request: ({ middleOfServers }) => get(`${SERVERS_BY_KEY}&${middleOfServers}`),
  },
  ...lists('R2TM', ' of ten million', 'tenMillion'),
];

/** Whether a workload is measured beside that on the inventory, and not beside other servers. */
export const isOfModel = ({ goal }) => goal.inventory !== undefined;

/** @returns {Workload} */
export const workloadNamed = (name) => WORKLOADS.find((one) => one.name === name);

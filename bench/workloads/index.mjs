import { lists } from './list.mjs';
import { logins } from './logins.mjs';
import { read } from './read.mjs';
import { search } from './search.mjs';
import { hotWrites, randomWrites } from './writes.mjs';

/**
 * What the clients ask for. `goal`: the least share of the bare server's requests a second, and the most of Django's CPU.
 * @typedef {{ name: string, title: string, status: number, goal: { bare: number, django: number }, million?: boolean,
 *   comparedWith?: string, request: (given: { scene: object, login: object, server: string }) => object }} Workload
 */

/** @type {Workload[]} in the order of the table */
export const WORKLOADS = [read, ...lists, randomWrites, hotWrites, search];

/** @returns {Workload} */
export const workloadNamed = (name) => [...WORKLOADS, logins].find((one) => one.name === name);

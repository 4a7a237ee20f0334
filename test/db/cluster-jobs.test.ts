import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClusterJobs } from '../../src/database/index.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../support/database.js';

let processes: TestDatabase[];

beforeAll(async () => {
  const first = await createTestDatabase('cluster_jobs');
  processes = [first, await openTestDatabase(first.url), await openTestDatabase(first.url)];
});

afterAll(() => Promise.all(processes.map((process) => process.close())));

test('of several processes one does the job, and nobody does it again before its time', async () => {
  const jobs = processes.map(({ database }) => new ClusterJobs(database));
  let runs = 0;
  const work = () => Promise.resolve(runs++);
  const round = () => Promise.all(jobs.map((job) => job.runOnce(3600, 'sweep', work)));
  expect((await round()).filter(Boolean)).toHaveLength(1);
  expect((await round()).filter(Boolean)).toHaveLength(0);
  expect(await jobs[0]?.runOnce(3600, 'another', work)).toBe(true);
  expect(runs).toBe(2);
});

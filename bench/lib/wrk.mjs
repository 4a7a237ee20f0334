import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from '../../scripts/lib/fail.mjs';
import { ROOT } from '../../scripts/lib/root.mjs';
import { run } from '../../scripts/lib/run.mjs';

const CONNECTIONS = 16;

/**
 * What one run of wrk saw: seconds, latencies in milliseconds, and the CPU that it took itself, µs a request.
 * @typedef {{ requests: number, seconds: number, p50: number, p99: number, loadCpu: number }} Seen
 */

/** wrk with one thread: it takes some 30 µs of CPU for a request, where a client in JavaScript takes several times that. */
export class Wrk {
  #runs = 0;

  /**
   * @param {{ program: string, env: NodeJS.ProcessEnv }} wrk
   * @param {string} folder for the plans
   */
  constructor(wrk, folder) {
    this.wrk = wrk;
    this.folder = folder;
  }

  /**
   * Keeps 16 connections busy for so long.
   * @param {{ origin: string, request: import('./workloads.mjs').Request, sessions: string[][], seconds: number }} order
   * @returns {Promise<Seen>}
   * @throws {Error} for an answer that is none of success, because nothing measured then means anything
   */
  async run({ origin, request, sessions, seconds }) {
    const plan = join(this.folder, 'plan.lua');
    writeFileSync(plan, `return ${toLua({ ...request, host: new URL(origin).host, sessions })}\n`);
    const flags = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '30s'];
    const script = join(ROOT, 'bench/lib/wrk.lua');
    const { status, output } = await run(
      this.wrk.program,
      [...flags, '-s', script, origin, '--', plan],
      // The same numbers in every run would ask for the same rows.
      { env: { ...this.wrk.env, BENCH_SEED: String(++this.#runs) } },
    );
    const [, text] = /^SEEN (.*)$/m.exec(output) ?? [];
    if (status !== 0 || text === undefined) throw new LauncherError(`wrk failed:\n${output}`);
    const { requests, micros, p50, p99, cpu, refused, broken } = JSON.parse(text);
    if (refused + broken > 0)
      throw new Error(
        `${request.method} ${request.path} on ${origin}: ${refused} of ${requests} requests were refused, ${broken} broke`,
      );
    return { requests, seconds: micros / 1e6, p50, p99, loadCpu: cpu / requests };
  }
}

/** A value as Lua writes it. */
function toLua(value) {
  if (typeof value === 'string') return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `{${value.map(toLua).join(',')}}`;
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${pairs.map(([name, one]) => `${name}=${toLua(one)}`).join(',')}}`;
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/root.mjs';

/**
 * What one run of the load generator saw; latencies in milliseconds, `wrong` counts answers by unexpected status.
 * @typedef {{ requests: number, seconds: number, p50: number, p99: number, wrong: Record<string, number> }} Seen
 */

/** The load generator: a process of its own, so that its CPU is not taken for the server's. */
export class LoadGenerator {
  #child = fork(join(ROOT, 'bench/lib/load-client.mjs'));

  /**
   * @param {{ workload: string, server: string, origin: string, seconds: number, scene: object, rate?: number }} order
   *   `rate`: requests a second whatever the answers take; without it every client waits for its answer
   * @returns {Promise<Seen>}
   */
  async run(order) {
    this.#child.send(order);
    const [answer] = await once(this.#child, 'message');
    if (answer.error) throw new Error(`${order.workload} on ${order.server}: ${answer.error}`);
    return answer;
  }

  stop() {
    this.#child.disconnect();
  }
}

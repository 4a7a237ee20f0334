// The process of `measureFeed` that listens: 200 connections, of which it only counts the events and takes the time.
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../lib/statistics.mjs';

const MARK = '"created_at":"';
const lags = [];

/** One stream; `heard` counts its events. */
class Listener {
  heard = 0;
  #rest = '';

  static async open(origin, session) {
    const url = `${origin}/api/events?model=blog.asset_db`;
    const headers = { cookie: `sessionid=${session}` };
    const [response] = await once(get(url, { headers, agent: false }), 'response');
    if (response.statusCode !== 200) throw new Error(`a stream: ${response.statusCode}`);
    const listener = new Listener();
    response.setEncoding('utf8').on('data', (text) => listener.#take(text));
    return listener;
  }

  /** Of each piece that comes the oldest event counts, which waited longest. */
  #take(text) {
    const now = Date.now();
    const all = this.#rest + text;
    const end = all.lastIndexOf('\n\n') + 2;
    this.#rest = end > 1 ? all.slice(end) : all;
    let at = all.indexOf(MARK);
    if (at < 0 || at >= end) return;
    const begin = at + MARK.length;
    lags.push(now - Date.parse(all.slice(begin, all.indexOf('"', begin))));
    for (; at >= 0 && at < end; at = all.indexOf(MARK, at + 1)) this.heard += 1;
  }
}

const [{ origin, sessions }] = await once(process, 'message');
const listeners = await Promise.all(sessions.map((session) => Listener.open(origin, session)));
process.send('listening');
const [{ expected, patience }] = await once(process, 'message');
const deadline = Date.now() + patience;
const behind = () => listeners.filter(({ heard }) => heard !== expected).length;
while (behind() > 0 && Date.now() < deadline) await pause(20);
const sorted = lags.toSorted((a, b) => a - b);
process.send({ p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), lost: behind() });
process.disconnect();

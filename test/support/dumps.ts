import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { djangoEnvironment, type SiteName } from './django.js';

const SCRIPT = fileURLToPath(new URL('../../src/model/lockstep_models.py', import.meta.url));

/** What the stand-alone script prints about a site; it needs no database. */
export async function dumpOf(site: SiteName): Promise<string> {
  const { python, env } = djangoEnvironment('mysql://nobody@127.0.0.1/nowhere', {}, site);
  const { stdout } = await promisify(execFile)(python, [SCRIPT], { env, maxBuffer: 16 << 20 });
  return stdout;
}

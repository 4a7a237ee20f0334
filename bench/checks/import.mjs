import { request } from 'undici';
import { peakMemoryOf } from '../lib/process-cpu.mjs';
import { startLockstep } from '../lib/servers.mjs';

const MEGABYTE = 1024 * 1024;
const HEAD = 'serverno,ip_addr,status,owner,remark2\n';

/**
 * Lines of a CSV file that are all new rows, `mode=rows`, into a process that did nothing before.
 * @returns {Promise<{ rows: number, seconds: number, megabytes: number }>} megabytes: the most that the process held
 */
export async function measureImport({ scene, pace }) {
  const api = await startLockstep(scene.url, { models: scene.models });
  try {
    const [session, csrf] = scene.sessions[0];
    const begin = performance.now();
    const { statusCode, body } = await request(
      `${api.origin}/api/models/blog.asset_db/import?mode=rows`,
      {
        method: 'POST',
        headers: {
          cookie: `sessionid=${session}; csrftoken=${csrf}`,
          'x-csrftoken': csrf,
          'content-type': 'text/csv',
        },
        body: csv(pace.imported),
        headersTimeout: 600_000,
        bodyTimeout: 600_000,
      },
    );
    const text = await body.text();
    const seconds = (performance.now() - begin) / 1000;
    if (statusCode !== 200) throw new Error(`the import: ${statusCode} ${text.slice(0, 500)}`);
    const [[{ rows }]] = await scene.within((connection) =>
      connection.query("SELECT COUNT(*) AS `rows` FROM blog_asset_db WHERE serverno LIKE 'NEW-%'"),
    );
    if (rows !== pace.imported)
      throw new Error(`${rows} of ${pace.imported} rows were imported: ${text.slice(-500)}`);
    return { rows, seconds, megabytes: peakMemoryOf(api.pid) / MEGABYTE };
  } finally {
    await api.stop();
  }
}

function csv(rows) {
  const lines = Array.from(
    { length: rows },
    (_, at) => `NEW-${at},10.9.${at % 256}.${at % 199},Online,Ann,row ${at}\n`,
  );
  return HEAD + lines.join('');
}

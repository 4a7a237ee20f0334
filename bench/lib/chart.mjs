const COLOURS = { lockstep: '#2563eb', bare: '#94a3b8', django: '#16a34a' };
const colourOf = (server) => COLOURS[server.replace(/[ ×].*/, '')];
const BAR = 14;
const LEFT = 150;
const WIDTH = 760;
const LONGEST = 440;

/**
 * Bars of CPU per request, server and database one behind the other. Each workload has a scale of its own: a page deep in
 * a million rows costs Django's paginator a hundred times what anything else costs.
 * @param {object} results as `main` collects them
 * @returns {string} SVG
 */
export function toChart({ workloads }) {
  const bars = workloads.flatMap(({ workload, measured }) => {
    const most = Math.max(...Object.values(measured).map(total));
    return Object.entries(measured).map(([server, values]) => ({
      workload: workload.name,
      server,
      values,
      scale: LONGEST / most,
    }));
  });
  const drawn = bars.map((bar, at) => toBar(bar, at, bars[at - 1]?.workload));
  const height = bars.length * (BAR + 6) + 60;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
<text x="10" y="20" font-size="14">CPU per request in µs: the server, paler behind it the database; each workload on a scale of its own</text>
${drawn.join('\n')}
</svg>
`;
}

const total = ({ serverCpu, databaseCpu }) => serverCpu.median + databaseCpu.median;

function toBar({ workload, server, values, scale }, at, previous) {
  const y = 40 + at * (BAR + 6);
  const own = values.serverCpu.median * scale;
  const theirs = values.databaseCpu.median * scale;
  const colour = colourOf(server);
  const label = `${values.serverCpu.median.toFixed(0)} + ${values.databaseCpu.median.toFixed(0)}`;
  return [
    workload === previous ? '' : `<text x="10" y="${y + 11}" font-weight="bold">${workload}</text>`,
    `<text x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${server}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${own.toFixed(1)}" height="${BAR}" fill="${colour}"/>`,
    `<rect x="${(LEFT + own).toFixed(1)}" y="${y}" width="${theirs.toFixed(1)}" height="${BAR}" fill="${colour}" opacity="0.35"/>`,
    `<text x="${(LEFT + own + theirs + 6).toFixed(1)}" y="${y + 11}">${label}</text>`,
  ].join('');
}

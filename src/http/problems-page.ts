import { problemTypes } from './status-table.js';

const rows = problemTypes.map(
  ({ code, status, title }) =>
    `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
);

/** Where the `type` of every problem document leads: each code with its status and meaning. */
export const problemsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Problems</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
td, th { padding: .25rem 1rem .25rem 0; text-align: left }
tr:target { background: #fff3bf }
</style>
</head>
<body>
<h1>Problems</h1>
<p>The <code>code</code> of an error answer, its status and what it means. See <a href="/api/docs">the routes</a>.</p>
<table>
<thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;

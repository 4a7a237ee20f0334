import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const FOLDER = join(ROOT, 'test/fixtures/django');
const RELEASES = [
  ...['1.4.16', '1.5.5', '1.6.11', '1.7.1', '1.11.2', '2.2.28'],
  ...['3.2.25', '4.2.28', '5.2.19', '6.1.1'],
];
/** The key of the vectors; good for nothing else. */
const SECRET_KEY = 'pub-k3y!w7@vz$4q#s^e(1)b&n*m-x_=+lab0000public0000';

const fixture = (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const vectors = new Map(RELEASES.map((release) => [release, fixture(`django-${release}.json`)]));

/**
 * A document with every table between `<!-- vectors: NAME -->` and `<!-- end -->` made anew from the vectors.
 * @param {string} text
 * @returns {string}
 * @throws {Error} for a name that no table has
 */
export function withTables(text) {
  return text.replace(
    /(<!-- vectors: ([a-z-]+) -->\n)[^]*?(<!-- end -->)/g,
    (_, start, name, end) => {
      if (!(name in tables)) throw new Error(`there is no table "${name}"`);
      return `${start}\n${tables[name]()}\n\n${end}`;
    },
  );
}

const tables = {
  sessions: () =>
    table(
      ['Django', 'format', '`session_data` of an empty session'],
      RELEASES.map((release) => {
        const row = emptySession(release);
        return [release, `${row.format}, ${row.serializer}`, code(row.session_data)];
      }),
    ),
  'who-reads-whom': () => {
    const read = fixture('cross.json').read['session json'];
    const writers = ['1.5.5', '1.11.2', '2.2.28', '3.2.25', '4.2.28', '5.2.19', '6.1.1'];
    return table(
      ['read by ↓ written by →', ...writers],
      Object.entries(read)
        .filter(([reader]) => writers.includes(reader))
        .map(([reader, verdicts]) => [
          reader,
          ...writers.map((writer) => spoken(verdicts[writer])),
        ]),
    );
  },
  'auth-hash': () =>
    table(
      ['Django', 'digits', '`_auth_user_hash`'],
      RELEASES.map((release) => {
        const hash = authHash(release);
        return [release, hash ? String(hash.length) : '', hash ? code(hash) : 'none'];
      }),
    ),
  passwords: () =>
    table(
      ['Django', 'what `make_password` writes', 'salt'],
      RELEASES.map((release) => {
        const [{ encoded }] = vectors.get(release).passwords.made_by_make_password;
        return [release, code(encoded), String(encoded.split('$')[2].length)];
      }),
    ),
  hashers: () =>
    table(
      ['algorithm', 'Django', 'password', 'encoded'],
      hasherExamples().map(({ algorithm, release, password, encoded }) => [
        algorithm,
        release,
        code(password),
        code(encoded),
      ]),
    ),
  signing: () =>
    table(
      ['Django', '`Signer().sign("hello")`', '`TimestampSigner().sign("hello")`'],
      RELEASES.map((release) => {
        const { signer, timestamp_signer: stamped } = vectors.get(release).signing;
        return [release, code(hello(signer)), code(hello(stamped))];
      }),
    ),
  csrf: () =>
    table(
      ['Django', '`csrftoken` cookie of a new visitor', 'token for the page', 'cookie attributes'],
      RELEASES.map((release) => {
        const [first] = vectors.get(release).csrf.issued;
        const attributes = first.set_cookie.split('; ').slice(1);
        return [
          release,
          `${first.cookie_length} characters`,
          `${first.token_length} characters`,
          attributes.filter((part) => !part.startsWith('expires')).join('; '),
        ];
      }),
    ),
  schema: () => {
    const schemas = fixture('schema.json');
    const columns = ['username', 'first_name', 'last_name', 'email', 'last_login'];
    return table(
      ['Django', ...columns.map((name) => `\`${name}\``), "Django's own isolation"],
      Object.entries(schemas).map(([release, schema]) => [
        release,
        ...columns.map((name) => typeOf(schema.show_create_table.auth_user, name)),
        schema.isolation_of_djangos_connection,
      ]),
    );
  },
};

function emptySession(release) {
  const { vectors: rows } = vectors.get(release).sessions;
  return ['json/empty', 'pickle/empty']
    .map((id) => rows.find((row) => row.id === id && row.store === 'db'))
    .find(Boolean);
}

function authHash(release) {
  return vectors.get(release).auth_hash.vectors?.[0].session_auth_hash;
}

/** The oldest release in the vectors of each algorithm, with its first plain example. */
function hasherExamples() {
  const examples = new Map();
  for (const release of RELEASES)
    for (const { algorithm, password, encoded, verify } of vectors.get(release).passwords.vectors)
      if (verify === true && !examples.has(algorithm) && /^[\x20-\x7e]{1,20}$/.test(password))
        examples.set(algorithm, { algorithm, release, password, encoded });
  return [...examples.values()].sort((a, b) => (a.algorithm < b.algorithm ? -1 : 1));
}

function hello(examples) {
  return examples.find((one) => one.value === 'hello' && !one.salt && one.secret_key === SECRET_KEY)
    .signed;
}

function typeOf(ddl, column) {
  const [, type, rest] = new RegExp(`\`${column}\` (\\S+)(.*)`).exec(ddl);
  return `${type}${rest.includes('NOT NULL') ? '' : ' NULL'}`;
}

const spoken = (verdict) =>
  ({ ok: 'yes', '{}': 'empty session' })[verdict] ??
  verdict?.replace(/^raises .*/, 'error 500') ??
  '';

const code = (text) => `\`${text.replaceAll('\n', '⏎').replaceAll('|', '\\|')}\``;

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

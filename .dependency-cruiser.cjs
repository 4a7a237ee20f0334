/** The import arrows of docs/architecture.md, checked by `npm run check:imports`. */
const folder = (names) => `^src/(${names.join('|')})/`;
const feature = [
  'django',
  'config',
  'database',
  'http',
  'sessions',
  'auth',
  'assets',
  'model',
  'records',
  'events',
  'health',
  'locks',
  'metrics',
  'telemetry',
  'doctor',
  'cli',
  'cluster',
  'limits',
  'console',
];

/** `from` may reach, besides itself and npm packages, only the folders in `to`. */
const mayImport = (from, to) => ({
  name: `${from}-imports-only-${to.length ? to.join('-') : 'itself'}`,
  severity: 'error',
  from: { path: folder([from]) },
  to: { path: folder(feature.filter((name) => name !== from && !to.includes(name))) },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'django-is-pure',
      comment: 'src/django may use node: modules and the hash libraries, nothing else.',
      severity: 'error',
      from: { path: '^src/django/', pathNot: '\\.spec\\.ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev'],
        pathNot: 'node_modules/(argon2|bcrypt|unix-crypt-td-js|luxon|@types)/',
      },
    },
    mayImport('django', []),
    mayImport('config', ['django']),
    {
      name: 'config-reads-the-releases-only',
      comment: 'The rest of django brings the hash libraries, which the primary has no use for.',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/django/', pathNot: '^src/django/release\\.ts$' },
    },
    mayImport('database', ['django', 'config']),
    mayImport('http', ['config', 'database', 'django', 'limits', 'cluster']),
    mayImport('sessions', ['django', 'config', 'database', 'http']),
    mayImport('auth', ['django', 'config', 'database', 'http', 'sessions']),
    mayImport('model', ['django', 'config', 'database']),
    mayImport('records', ['config', 'database', 'django', 'http', 'model', 'auth', 'events']),
    mayImport('assets', ['django', 'config', 'database', 'http', 'model', 'records', 'events']),
    mayImport('events', ['django', 'config', 'database', 'http', 'auth', 'model', 'health']),
    mayImport('locks', ['database', 'http']),
    mayImport('limits', []),
    mayImport('console', []),
    mayImport('cluster', ['limits']),
    mayImport('health', ['cluster', 'config', 'database', 'http']),
    mayImport('metrics', ['database', 'health', 'sessions', 'auth', 'events']),
    mayImport('telemetry', ['config', 'http']),
    mayImport('doctor', ['django', 'config', 'database', 'http', 'model', 'events']),
    {
      name: 'primary-without-framework',
      comment:
        'The primary answers no request: loading Nest would only make the start and the memory larger.',
      severity: 'error',
      from: { path: '^src/(config|cluster|limits)/|^src/main\\.ts$' },
      to: { path: 'node_modules/@nestjs/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'through-the-index',
      comment: "Other folders see a feature through its index.ts only, but for Django's releases.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/.+',
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/django/release\\.ts$'],
      },
    },
    {
      name: 'sources-do-not-import-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};

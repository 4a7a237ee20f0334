import { expect, it } from 'vitest';
import { column, join, primary, schema, table } from '../../test/support/table-facts.js';
import { DJANGO_USER, neededRights } from '../database/index.js';
import { assemble } from './assemble.js';
import { grantsFor, grantStatements } from './grants.js';
import type { ModelEntry } from './models-file.js';

const id = column('id', 'int(11)', { hasDefault: true });
const tagged = join('blog_page_tags', ['page_id', 'blog_page'], ['tag_id', 'blog_tag']);

const SITE = schema(
  [
    table('blog_page', {
      columns: [
        id,
        column('title', 'varchar(20)', { length: 20 }),
        column('pass`word', 'varchar(20)', { length: 20, hasDefault: true }),
        column('updated', 'datetime'),
      ],
      indexes: [primary('id')],
    }),
    table('blog_tag', { columns: [id] }),
    { ...tagged, columns: [id, ...tagged.columns.slice(1)] },
    table('auth_user', { columns: [id, column('email', 'varchar(20)')] }),
  ],
  ...['blog.page', 'blog.tag', 'auth.user'],
);

const ACCOUNT = { database: 'site', account: "o'neil@10.0.0.%" };

function grants(
  entries: Record<string, ModelEntry>,
  own = neededRights(DJANGO_USER).slice(0, 0),
): string[] {
  const { models, faults } = assemble(SITE, { entries, dump: undefined, faults: [] });
  expect(faults).toEqual([]);
  return grantStatements(grantsFor(models.values(), own), ACCOUNT).map((sql) =>
    sql.replace(" TO 'o\\'neil'@'10.0.0.%';", ''),
  );
}

it.each<[string, ModelEntry, string[]]>([
  [
    'reads what the file does not let be written, the tables of its lists included',
    {},
    ['SELECT ON `site`.`blog_page`', 'SELECT ON `site`.`blog_page_tags`'],
  ],
  [
    'updates the editable columns and those of auto_now',
    { editable: ['title'], auto_now: ['updated'] },
    [
      'SELECT, UPDATE (`title`, `updated`) ON `site`.`blog_page`',
      'SELECT ON `site`.`blog_page_tags`',
    ],
  ],
  [
    'may lock rows whose lists alone are set',
    { editable: ['tags'] },
    [
      'SELECT, UPDATE (`id`) ON `site`.`blog_page`',
      'SELECT, INSERT, DELETE ON `site`.`blog_page_tags`',
    ],
  ],
  [
    'adds and deletes',
    { add: true, delete: true, defaults: { title: '' }, auto_now_add: ['updated'] },
    ['SELECT, INSERT, DELETE ON `site`.`blog_page`', 'SELECT ON `site`.`blog_page_tags`'],
  ],
  [
    'may lock rows that PUT finds instead of adding them',
    { add: true, defaults: { title: '' }, auto_now_add: ['updated'] },
    ['SELECT, INSERT, UPDATE (`id`) ON `site`.`blog_page`', 'SELECT ON `site`.`blog_page_tags`'],
  ],
  [
    'quotes every name',
    { fields: ['id', 'pass`word'], editable: ['pass`word'] },
    ['SELECT, UPDATE (`pass``word`) ON `site`.`blog_page`'],
  ],
])('%s', (_what, entry, expected) => {
  expect(grants({ 'blog.page': entry })).toEqual(expected.map((text) => `GRANT ${text}`));
});

it('has one grant for a table that the service needs anyway', () => {
  const own = neededRights(DJANGO_USER).filter(({ table: name }) => name === 'auth_user');
  expect(grants({ 'auth.user': { editable: ['email'] } }, own)).toEqual([
    'GRANT SELECT, UPDATE (`last_login`, `password`, `email`) ON `site`.`auth_user`',
  ]);
});

it('takes an account without a host for one of every host', () => {
  const [sql] = grantStatements([{ table: 't', rights: new Set(['SELECT']), updates: new Set() }], {
    database: 'a_b',
    account: 'lockstep',
  });
  expect(sql).toBe("GRANT SELECT ON `a_b`.`t` TO 'lockstep'@'%';");
});

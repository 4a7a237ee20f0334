import { describe, expect, it } from 'vitest';
import { DJANGO_USER, type UserModel } from '../database/index.js';
import { JsonNumber } from '../exact-json.js';
import { column, join, primary, schema, table } from '../../test/support/table-facts.js';
import type { ColumnFacts, TableFacts } from './schema.js';
import type { Dump } from './dump.js';
import { findUserModel } from './user-model.js';

const PASSWORD = column('password', 'varchar(128)', { length: 128 });
const EMAIL = column('email', 'varchar(254)', { length: 254 });
const NICK = column('nick', 'varchar(320)', { length: 320 });
const LAST_LOGIN = column('last_login', 'datetime(6)', { isNullable: true, precision: 6 });

const users = (name: string, key: ColumnFacts, ...columns: ColumnFacts[]): TableFacts =>
  table(name, {
    columns: [key, ...columns],
    indexes: [primary(key.name), { ...primary('email'), name: 'email' }],
  });

const ID = column('id', 'bigint(20) unsigned');

interface Given {
  readonly tables: TableFacts[];
  readonly labels?: string[];
  readonly dump?: Partial<Dump>;
  readonly file?: Record<string, { table: string }>;
  readonly authUserModel?: string;
  readonly usernameField?: string;
}

function found({ tables, labels = [], dump, file = {}, ...settings }: Given): UserModel | null {
  const whole: Dump | undefined = dump && {
    ...{ lockstep_models: 1, django: '5.2', auth_user_model: 'auth.User', models: [] },
    ...dump,
  };
  return findUserModel(
    schema(tables, ...labels),
    { entries: file, dump: whole, faults: [] },
    { authUserModel: undefined, usernameField: undefined, ...settings },
  );
}

const factsOf = (given: Given): UserModel['facts'] | undefined => found(given)?.facts;

const CREW = [
  users('crew_member', ID, PASSWORD, EMAIL, NICK),
  table('auth_group'),
  table('auth_permission'),
];

it('takes what the table has, and what AbstractBaseUser says for the rest', () => {
  const facts = factsOf({ tables: CREW, authUserModel: 'crew.Member' });
  expect(facts).toEqual({
    label: 'crew.Member',
    table: 'crew_member',
    key: { kind: 'integer', columnType: 'bigint(20) unsigned' },
    usernameField: 'email',
    usernameLength: 254,
    columns: { id: 'id', username: 'email', password: 'password', email: 'email' },
    groups: undefined,
    permissions: undefined,
  });
  const model = found({ tables: CREW, authUserModel: 'crew.Member' });
  expect([model?.column('u', 'is_active'), model?.column('u', 'is_staff')]).toEqual(['1', '0']);
});

describe('the table', () => {
  const MEMBERS = [users('members', ID, PASSWORD, EMAIL)];
  it.each<[of: string, given: Given]>([
    ['the content type', { tables: CREW, labels: ['crew.member'], authUserModel: 'crew.Member' }],
    [
      'lockstep.json',
      {
        tables: MEMBERS,
        file: { 'crew.member': { table: 'members' } },
        authUserModel: 'crew.Member',
      },
    ],
    ['the environment, over the dump', { tables: CREW, dump: {}, authUserModel: 'crew.Member' }],
    ['the dump', { tables: CREW, dump: { auth_user_model: 'crew.Member' } }],
  ])('is that of %s', (_, given) => {
    expect(factsOf(given)?.table).toMatch(/member/);
  });

  it('of a proxy is that of the model that it stands for', () => {
    const model = {
      ...{ table: 'crew_member', verbose_name: '', ordering: [] },
      parents: [],
      fields: [],
      many_to_many: [],
    };
    const models = [
      { ...model, label: 'crew.member', proxy_for: null },
      { ...model, label: 'crew.sailor', proxy_for: 'crew.member' },
    ];
    const dump = { auth_user_model: 'crew.Sailor', models };
    expect(factsOf({ tables: CREW, dump })?.table).toBe('crew_member');
  });

  it('is still to be made in an empty database, and beside tables that are no users of Django', () => {
    expect(found({ tables: [] })).toBeNull();
    const shop = users('customer', ID, PASSWORD, EMAIL, LAST_LOGIN);
    expect(found({ tables: [shop] })).toBeNull();
    expect(() => found({ tables: [shop], labels: ['customer.x'] })).not.toThrow();
  });
});

it('is Django’s own by default, whatever type its key was given', () => {
  const own = users('auth_user', ID, PASSWORD, EMAIL, LAST_LOGIN);
  expect(found({ tables: [own] })).toMatchObject({ isDjangos: true });
  expect(factsOf({ tables: [own] })?.key.columnType).toBe('bigint(20) unsigned');
});

describe('USERNAME_FIELD', () => {
  const given: Given = { tables: CREW, authUserModel: 'crew.Member' };
  it.each<[string, Given, string]>([
    ['of the environment', { ...given, usernameField: 'nick' }, 'nick'],
    [
      'of the dump, first',
      {
        ...given,
        usernameField: 'email',
        dump: { auth_user_model: 'crew.Member', username_field: 'nick' },
      },
      'nick',
    ],
    ['not of a dump about another model', { ...given, dump: { username_field: 'nick' } }, 'email'],
    ['by its unique index', given, 'email'],
  ])('%s', (_, of, field) => {
    expect(factsOf(of)?.usernameField).toBe(field);
  });
});

describe('groups and permissions', () => {
  const own: Given = { tables: CREW, authUserModel: 'crew.Member' };
  const links = (...more: TableFacts[]) => factsOf({ ...own, tables: [...CREW, ...more] });

  it('are found by the two foreign keys', () => {
    const facts = links(
      join('crew_member_roles', ['sailor_id', 'crew_member'], ['role_id', 'auth_group']),
      join(
        'crew_member_user_permissions',
        ['member_id', 'crew_member'],
        ['permission_id', 'auth_permission'],
      ),
    );
    expect(facts?.groups).toEqual({
      table: 'crew_member_roles',
      userColumn: 'sailor_id',
      toColumn: 'role_id',
    });
    expect(facts?.permissions).toMatchObject({
      userColumn: 'member_id',
      toColumn: 'permission_id',
    });
  });

  it('are those of Django’s name among several', () => {
    const facts = links(
      join('crew_member_led', ['member_id', 'crew_member'], ['group_id', 'auth_group']),
      join('crew_member_groups', ['member_id', 'crew_member'], ['group_id', 'auth_group']),
    );
    expect(facts?.groups?.table).toBe('crew_member_groups');
  });

  it('need no constraint where name and columns are Django’s', () => {
    const plain = table('crew_member_groups', {
      columns: [
        column('id', 'int(11)'),
        column('member_id', 'int(11)'),
        column('group_id', 'int(11)'),
      ],
    });
    expect(links(plain)?.groups).toEqual({
      table: 'crew_member_groups',
      userColumn: 'member_id',
      toColumn: 'group_id',
    });
  });
});

describe('a UUID', () => {
  const hex = column('id', 'char(32)', { length: 32, collation: 'utf8mb4_bin' });
  const of = (key: ColumnFacts) =>
    found({ tables: [users('crew_member', key, PASSWORD, EMAIL)], authUserModel: 'crew.Member' });

  it('keeps its collation where others refer to it', () => {
    expect(of(hex)?.facts.key.columnType).toBe('char(32) COLLATE utf8mb4_bin');
  });

  it('is read and written as its column has it, and shown as str(pk)', () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    const plain = id.replaceAll('-', '');
    for (const text of [id, plain, id.toUpperCase()]) expect(of(hex)?.parseId(text)).toBe(id);
    for (const wrong of [1, '1', `${id}0`, '', null, {}])
      expect(of(hex)?.parseId(wrong)).toBeNull();
    expect([of(hex)?.stored(id), of(hex)?.toId(plain)]).toEqual([plain, id]);
    expect(of(column('id', 'uuid'))?.stored(id)).toBe(id);
  });
});

it('an integer is a number as long as that holds it', () => {
  const ids = [7, '7', '007', new JsonNumber('9007199254740993'), '9007199254740993'];
  expect(ids.map((id) => DJANGO_USER.parseId(id))).toEqual([
    7,
    7,
    7,
    '9007199254740993',
    '9007199254740993',
  ]);
  for (const wrong of ['', '-1', '1.5', ' 1', '01890a5d-ac96-774b-bcce-b302099a8057', true])
    expect(DJANGO_USER.parseId(wrong)).toBeNull();
});

it.each<[string, Given, RegExp]>([
  [
    'no table',
    { tables: CREW, authUserModel: 'crew.Boat' },
    /no table crew_boat: run the site's manage.py migrate first\.$/,
  ],
  [
    'a table of another name',
    {
      tables: [users('sailors', ID, PASSWORD, EMAIL, LAST_LOGIN)],
      labels: ['x.y'],
      authUserModel: 'crew.Member',
    },
    /give a dump of the models/,
  ],
  [
    'no password',
    { tables: [users('crew_member', ID, EMAIL)], authUserModel: 'crew.Member' },
    /crew_member has no password/,
  ],
  [
    'no name',
    { tables: [users('crew_member', ID, PASSWORD, NICK)], authUserModel: 'crew.Member' },
    /no unique username or email: set it/,
  ],
  [
    'a name that is no text',
    { tables: CREW, authUserModel: 'crew.Member', usernameField: 'id' },
    /USERNAME_FIELD of crew.Member is id/,
  ],
  [
    'a key of text',
    {
      tables: [users('crew_member', column('id', 'varchar(20)'), PASSWORD, EMAIL)],
      authUserModel: 'crew.Member',
    },
    /key of crew_member is varchar\(20\)/,
  ],
  [
    'users that nobody named',
    { tables: [users('crew_member', ID, PASSWORD, EMAIL, LAST_LOGIN)], labels: ['crew.member'] },
    /set AUTH_USER_MODEL=crew.member/,
  ],
])('%s is a fault in one sentence', (_, given, message) => {
  expect(() => found(given)).toThrow(message);
});

import { existsSync } from 'node:fs';
import { type Config, ConfigError } from '../config/index.js';
import { type UserColumn, type UserLinks, UserModel } from '../database/index.js';
import { assemble } from './assemble.js';
import type { FieldDraft, TableDraft } from './draft.js';
import { type LoadedFile, loadModelsFile } from './load-models-file.js';
import { readSchema } from './read-schema.js';
import type { DatabaseSchema } from './schema.js';
import { type Query, SchemaRepository } from './schema.repository.js';
import { orWhat } from './suggest.js';
import { proxiesOf } from './with-dump.js';

/**
 * The model of users of the site, from the environment, the dump and its table.
 * @param query on whichever connection the caller has; without it one is opened and closed
 * @returns null where it is `auth.User` and the database has no table of users yet
 * @throws ConfigError with one sentence when it is not there, or is none that anybody can log in by
 */
export async function readUserModel(config: Config, query?: Query): Promise<UserModel | null> {
  const schema = query ? await new SchemaRepository(query).read() : await readSchema(config);
  return findUserModel(schema, fileOf(config), config.django);
}

type Settings = Pick<Config['django'], 'authUserModel' | 'usernameField'>;
type File = Omit<LoadedFile, 'path'>;

const NO_FILE: File = { entries: {}, dump: undefined, faults: [] };

/** The models of a file that is not there are for `Models` to miss. */
const fileOf = ({ models: { file } }: Config): File =>
  file !== undefined && existsSync(file) ? loadModelsFile(file) : NO_FILE;

/** The same from what was read already. */
export function findUserModel(
  schema: DatabaseSchema,
  file: File,
  settings: Settings,
): UserModel | null {
  const { drafts } = assemble(schema, file);
  const label = settings.authUserModel ?? file.dump?.auth_user_model ?? 'auth.User';
  const draft = draftOf(label, drafts, file);
  if (draft)
    return new UserModel(
      factsOf(label, draft, drafts, usernameFieldOf(label, draft, file, settings)),
    );
  if (label.toLowerCase() !== 'auth.user') throw new ConfigError([noTable(label, drafts)]);
  const own = drafts.find((one) => one.label !== undefined && looksLikeUsers(one));
  if (own) throw new ConfigError([ownModel(own)]);
  return null;
}

/** A proxy has the table of the model that it stands for. */
function draftOf(label: string, drafts: readonly TableDraft[], file: File): TableDraft | undefined {
  const wanted = label.toLowerCase();
  const proxies = file.dump ? proxiesOf(file.dump) : new Map<string, string>();
  const real = proxies.get(wanted) ?? wanted;
  const table = file.entries[real]?.table ?? real.replace('.', '_');
  return (
    drafts.find((draft) => draft.label === real) ?? drafts.find((draft) => draft.table === table)
  );
}

const noTable = (label: string, drafts: readonly TableDraft[]): string =>
  `AUTH_USER_MODEL is ${label}, and the database has no table ${label.toLowerCase().replace('.', '_')}: ${
    drafts.some(looksLikeUsers)
      ? `give a dump of the models (docs/models.md)${orWhat(
          label.toLowerCase(),
          drafts.flatMap((draft) => draft.label ?? []),
        )}`
      : "run the site's manage.py migrate first"
  }.`;

const ownModel = ({ table, label }: TableDraft): string =>
  `AUTH_USER_MODEL is not set, and the site has users of its own (table ${table}) and no auth_user: set AUTH_USER_MODEL=${label ?? 'app.Model'}, as its settings do.`;

/** What an `AbstractBaseUser` has. */
const looksLikeUsers = ({ fields }: TableDraft): boolean =>
  ['password', 'last_login'].every((name) => fields.some((field) => field.column === name));

/** By the dump, the environment, or the table: the first unique text that is called `username` or `email`. */
function usernameFieldOf(
  label: string,
  { fields, table }: TableDraft,
  { dump }: File,
  { usernameField }: Settings,
): FieldDraft {
  const isDumped = dump?.auth_user_model.toLowerCase() === label.toLowerCase();
  const named = (isDumped ? dump.username_field : undefined) ?? usernameField;
  if (named === undefined) {
    const found = ['username', 'email'].flatMap(
      (name) => fields.find((field) => field.name === name && isName(field) && field.unique) ?? [],
    )[0];
    if (found) return found;
    throw new ConfigError([
      `USERNAME_FIELD is not set, and ${table} has no unique username or email: set it to the field by which ${label} logs in.`,
    ]);
  }
  const field = fields.find((one) => one.name === named);
  if (field && isName(field)) return field;
  const names = fields.filter(isName).map(({ name }) => name);
  throw new ConfigError([
    `USERNAME_FIELD of ${label} is ${named}, and ${table} has no such text${orWhat(named, names)}.`,
  ]);
}

const isName = ({ type }: FieldDraft): boolean => type === 'text';

/** Django's names of the columns beside key and name, and the types that they need. */
const OTHERS: readonly (readonly [UserColumn, readonly FieldDraft['type'][]])[] = [
  ['first_name', ['text']],
  ['last_name', ['text']],
  ['email', ['text']],
  ['is_staff', ['boolean', 'integer']],
  ['is_active', ['boolean', 'integer']],
  ['is_superuser', ['boolean', 'integer']],
  ['last_login', ['datetime']],
];

function factsOf(
  label: string,
  draft: TableDraft,
  drafts: readonly TableDraft[],
  username: FieldDraft,
): UserModel['facts'] {
  const { table, fields } = draft;
  const password = fields.find(({ name, type }) => name === 'password' && type === 'text');
  if (!password)
    throw new ConfigError([
      `AUTH_USER_MODEL is ${label}, and its table ${table} has no password: nobody can log in by it.`,
    ]);
  const others = OTHERS.flatMap(([name, types]) => {
    const field = fields.find((one) => one.name === name && types.includes(one.type));
    return field ? [[name, field.column]] : [];
  });
  const { column: id, ...key } = keyOf(label, draft);
  return {
    label,
    table,
    key,
    usernameField: username.name,
    usernameLength: username.maxLength ?? 254,
    columns: {
      ...(Object.fromEntries(others) as Partial<Record<UserColumn, string>>),
      ...{ id, username: username.column, password: password.column },
    },
    groups: linksTo('auth_group', 'groups', 'group_id', draft, drafts),
    permissions: linksTo('auth_permission', 'user_permissions', 'permission_id', draft, drafts),
  };
}

function keyOf(label: string, { table, primaryKey, fields }: TableDraft) {
  const [column = '', ...more] = primaryKey;
  const field = fields.find((one) => one.column === column);
  const { type, columnType = 'none', collation } = field ?? {};
  if (more.length === 0 && type === 'integer') return { column, kind: type, columnType };
  if (more.length === 0 && type === 'uuid') {
    const ofText = collation === undefined ? '' : ` COLLATE ${collation}`;
    return { column, kind: type, columnType: `${columnType}${ofText}` };
  }
  throw new ConfigError([
    `AUTH_USER_MODEL is ${label}, and the key of ${table} is ${more.length === 0 ? columnType : primaryKey.join(', ')}: it has to be an integer or a UUID.`,
  ]);
}

/**
 * The table of two foreign keys between users and groups, or permissions. Where a site has several, the one of Django's name;
 * where foreign keys have no constraints, a table of that name with the columns.
 */
function linksTo(
  target: string,
  name: string,
  toColumn: string,
  { table, manyToMany }: TableDraft,
  drafts: readonly TableDraft[],
): UserLinks | undefined {
  const found = manyToMany.filter(({ toTable }) => toTable === target);
  const best =
    found.find((one) => one.name === name) ?? (found.length === 1 ? found[0] : undefined);
  if (best) {
    const { through } = best;
    return { table: through.table, userColumn: through.fromColumn, toColumn: through.toColumn };
  }
  const plain = drafts.find((draft) => draft.table === `${table}_${name}`);
  const columns = plain?.fields.map(({ column }) => column) ?? [];
  const userColumn = columns.find((column) => column !== toColumn && column.endsWith('_id'));
  return plain && userColumn !== undefined && columns.includes(toColumn)
    ? { table: plain.table, userColumn, toColumn }
    : undefined;
}

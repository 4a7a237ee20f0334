import type { Config } from '../config/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';
import { columnOf, type Survey, tableOf, type TableSurvey } from './survey.js';

/** Django's tables and their columns that we read or write. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  django_session: ['session_key', 'session_data', 'expire_date'],
  auth_user: [
    ...['id', 'username', 'password', 'first_name', 'last_name', 'email', 'is_staff'],
    ...['is_active', 'is_superuser', 'last_login', 'date_joined'],
  ],
  auth_group: ['id', 'name'],
  auth_permission: ['id', 'name', 'content_type_id', 'codename'],
  auth_group_permissions: ['group_id', 'permission_id'],
  auth_user_groups: ['user_id', 'group_id'],
  auth_user_user_permissions: ['user_id', 'permission_id'],
  django_content_type: ['id', 'app_label', 'model'],
};

/** What the tables lack for both programs to work on them. */
export function checkSchema(survey: Survey, { assets }: Config): Finding[] {
  const names = Object.keys(NEEDED);
  const missing = names.filter((name) => !tableOf(survey, name));
  if (missing.length === names.length) return [emptyDatabase(survey)];
  const findings = [
    ...checkMissing(survey, missing),
    ...names.flatMap((name) => checkTable(tableOf(survey, name), NEEDED[name] ?? [])),
    ...(assets.inventory === 'off' ? [] : checkUserId(survey)),
  ];
  return findings.length > 0
    ? findings
    : [good("Django's tables have every column that is needed")];
}

function emptyDatabase({ tables }: Survey): Finding {
  return warning(
    `There is no table of Django in this database (of ${counted(tables.length, 'table')} that this database user can see)`,
    'Lockstep creates them as DJANGO_VERSION says. If a site uses another database, name that one in DATABASE_URL.',
  );
}

function checkMissing(survey: Survey, missing: readonly string[]): Finding[] {
  if (missing.length === 0) return [];
  const custom = customUserTable(survey);
  if (missing.includes('auth_user') && custom !== undefined)
    return [
      problem(
        `The site has a user model of its own (table ${custom}); there is no auth_user`,
        'Lockstep shares the users of django.contrib.auth only.',
      ),
    ];
  return [
    problem(
      `Missing, or not visible to this database user: ${missing.join(', ')}`,
      "Run the site's `manage.py migrate` with django.contrib.auth, contenttypes and sessions installed, or GRANT SELECT.",
    ),
  ];
}

/** `AUTH_USER_MODEL` is any model that has what an `AbstractUser` has. */
function customUserTable({ tables }: Survey): string | undefined {
  const marks = ['password', 'last_login', 'is_superuser'];
  return tables.find((table) => marks.every((name) => columnOf(table, name)))?.name;
}

function checkTable(table: TableSurvey | undefined, columns: readonly string[]): Finding[] {
  if (!table) return [];
  const missing = columns.filter((name) => !columnOf(table, name));
  return missing.length === 0 ? [] : [problem(`${table.name} has no column ${missing.join(', ')}`)];
}

/** `assets_asset.assigned_to_id` refers to it, and MySQL wants the same type on both sides. */
function checkUserId(survey: Survey): Finding[] {
  const type = columnOf(tableOf(survey, 'auth_user'), 'id')?.type;
  if (type === undefined || /^int(\(\d+\))?$/.test(type) || tableOf(survey, 'assets_asset'))
    return [];
  return [
    problem(
      `auth_user.id is ${type}; the assets table expects Django's own type, int`,
      'The foreign key from assets_asset to auth_user cannot be made.',
    ),
  ];
}

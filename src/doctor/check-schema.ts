import type { Config } from '../config/index.js';
import { DJANGO_USER, type UserModel } from '../database/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';
import { columnOf, type Survey, tableOf, type TableSurvey } from './survey.js';

/** Django's tables and their columns that we read or write. */
const neededBy = ({
  isDjangos,
  facts,
}: UserModel): Readonly<Record<string, readonly string[]>> => ({
  django_session: ['session_key', 'session_data', 'expire_date'],
  [facts.table]: isDjangos
    ? [...Object.values(facts.columns), ...Object.values(DJANGO_USER.facts.columns)]
    : Object.values(facts.columns),
  auth_group: ['id', 'name'],
  auth_permission: ['id', 'name', 'content_type_id', 'codename'],
  auth_group_permissions: ['group_id', 'permission_id'],
  ...Object.fromEntries(
    [facts.groups, facts.permissions].flatMap((links) =>
      links ? [[links.table, [links.userColumn, links.toColumn]]] : [],
    ),
  ),
  django_content_type: ['id', 'app_label', 'model'],
});

/** What the tables lack for both programs to work on them. */
export function checkSchema(survey: Survey, config: Config): Finding[] {
  const needed = neededBy(survey.userModel);
  const names = Object.keys(needed);
  const missing = names.filter((name) => !tableOf(survey, name));
  if (missing.length === names.length) return [emptyDatabase(survey)];
  const findings = [
    ...checkMissing(survey, missing),
    ...names.flatMap((name) => checkTable(tableOf(survey, name), needed[name] ?? [])),
    ...checkOtherUsers(survey, config),
  ];
  return [
    ...(findings.length > 0
      ? findings
      : [good("Django's tables have every column that is needed")]),
    ...toldUserModel(survey),
  ];
}

function emptyDatabase({ tables }: Survey): Finding {
  return warning(
    `There is no table of Django in this database (of ${counted(tables.length, 'table')} that this database user can see)`,
    'Lockstep creates them as DJANGO_VERSION says. If a site uses another database, name that one in DATABASE_URL.',
  );
}

function checkMissing(
  { userModel, userModelFault }: Survey,
  missing: readonly string[],
): Finding[] {
  if (userModelFault !== undefined) return [problem(userModelFault)];
  if (missing.length === 0) return [];
  const { table } = userModel.facts;
  return [
    problem(
      `Missing, or not visible to this database user: ${missing.join(', ')}`,
      `Run the site's \`manage.py migrate\` with django.contrib.auth, contenttypes and sessions installed, or GRANT SELECT.${
        missing.includes(table) ? ' A site with users of its own: set AUTH_USER_MODEL.' : ''
      }`,
    ),
  ];
}

/** `auth_user` stays behind where a site got users of its own later; its own settings say which counts. */
function checkOtherUsers({ tables, userModel }: Survey, { django }: Config): Finding[] {
  if (!userModel.isDjangos || django.authUserModel !== undefined) return [];
  const other = tables.find(
    (table) =>
      table.name !== userModel.facts.table &&
      ['password', 'last_login'].every((name) => columnOf(table, name)),
  );
  if (!other || !tableOf({ tables }, userModel.facts.table)) return [];
  return [
    warning(
      `Users are those of ${userModel.facts.table}, and ${other.name} looks like a model of users, too`,
      "Copy AUTH_USER_MODEL from the site's settings, as accounts.User.",
    ),
  ];
}

function toldUserModel({ userModel: { isDjangos, facts }, userModelFault }: Survey): Finding[] {
  if (isDjangos || userModelFault !== undefined) return [];
  const rights = facts.groups || facts.permissions ? '' : '; it has no groups and permissions';
  return [
    good(
      `Users are ${facts.label}: ${facts.table}, by ${facts.usernameField}, key ${facts.key.columnType}${rights}`,
    ),
  ];
}

function checkTable(table: TableSurvey | undefined, columns: readonly string[]): Finding[] {
  if (!table) return [];
  const missing = columns.filter((name) => !columnOf(table, name));
  return missing.length === 0 ? [] : [problem(`${table.name} has no column ${missing.join(', ')}`)];
}

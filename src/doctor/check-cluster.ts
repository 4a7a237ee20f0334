import { standingOf } from '../database/index.js';
import { type Finding, good, problem, warning } from './finding.js';
import type { CascadeSurvey, Survey } from './survey.js';

/** What a cluster refuses, or keeps on one node only, among the tables of the site; nothing on a server alone. */
export function checkCluster(survey: Survey): Finding[] {
  const { variables } = survey.server;
  const name = variables.group_replication_group_name ?? '';
  if (name !== '') return [...checkMember(survey), ...checkGroupTables(survey)];
  return variables.wsrep_on === 'ON' ? checkGaleraTables(survey) : [];
}

function checkMember({ server: { group } }: Survey): Finding[] {
  if (!group)
    return [
      warning(
        'The server is of a MySQL group, and this database user may not see its members: a member that lost the others is not noticed',
        'GRANT SELECT ON performance_schema.replication_group_members TO CURRENT_USER; (run it as an administrator, for this user)',
      ),
    ];
  const standing = standingOf(group);
  if (standing === 'ONLINE')
    return [good(`The server is ONLINE in its MySQL group of ${group.members}`)];
  return [
    problem(
      standing === 'MINORITY'
        ? `The server sees ${group.members - group.unreachable} of the ${group.members} members of its MySQL group`
        : `The server is ${standing} in its MySQL group`,
      'Name another member in DATABASE_URL, or bring this one back (START GROUP_REPLICATION).',
    ),
  ];
}

function checkGroupTables(survey: Survey): Finding[] {
  const refused = 'which the MySQL group refuses to write';
  return [
    ...checkKeys(survey, refused),
    ...checkEngines(survey, refused),
    ...checkCascades(survey),
  ];
}

/** Galera takes them, but a row without a key cannot be deleted there, nor told from another on the next node. */
function checkGaleraTables(survey: Survey): Finding[] {
  return [
    ...checkKeys(survey, 'so that Galera deletes none of their rows'),
    ...checkEngines(survey, 'which Galera does not copy to the other nodes'),
  ];
}

function checkKeys(survey: Survey, consequence: string): Finding[] {
  return about(
    survey,
    survey.keyless,
    (names) => `No primary key in ${names}, ${consequence}`,
    (name) => `ALTER TABLE ${name} ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY;`,
  );
}

function checkEngines(survey: Survey, consequence: string): Finding[] {
  const others = survey.tables.filter(({ engine }) => engine.toLowerCase() !== 'innodb');
  return about(
    survey,
    others.map(({ name }) => name),
    (names) => `Not kept by InnoDB: ${names}, ${consequence}`,
    (name) => `ALTER TABLE ${name} ENGINE=InnoDB;`,
  );
}

/** With its checks on, a group of several primaries refuses the table and the one it refers to; without them it overlooks conflicts. */
function checkCascades(survey: Survey): Finding[] {
  const {
    cascades,
    server: { variables },
  } = survey;
  if (cascades.length === 0) return [];
  const names = [...new Set(cascades.flatMap(({ table, refersTo }) => [table, refersTo]))];
  const remedy = cascades.map(withoutCascade).join(' ');
  if (variables.group_replication_enforce_update_everywhere_checks === 'ON') {
    const message = `The MySQL group refuses to write ${names.join(', ')}: a foreign key between them cascades`;
    return [names.some(isWrittenIn(survey)) ? problem(message, remedy) : warning(message, remedy)];
  }
  if (variables.group_replication_single_primary_mode !== 'OFF') return [];
  return [
    warning(
      `The MySQL group has several primaries and overlooks conflicts in ${names.join(', ')}: a foreign key between them cascades`,
      remedy,
    ),
  ];
}

const withoutCascade = ({ table, constraint }: CascadeSurvey): string =>
  `ALTER TABLE ${table} DROP FOREIGN KEY ${constraint}; (Django cascades by itself: make the key anew without ON DELETE)`;

/** A table that we write makes it our problem, one of the site's alone is worth knowing. */
function about(
  survey: Survey,
  names: readonly string[],
  message: (names: string) => string,
  remedy: (name: string) => string,
): Finding[] {
  if (names.length === 0) return [];
  const make = names.some(isWrittenIn(survey)) ? problem : warning;
  return [make(message(names.join(', ')), names.map(remedy).join(' '))];
}

const isWrittenIn =
  ({ userModel: { facts } }: Survey) =>
  (name: string): boolean =>
    name === facts.table ||
    /^(?:assets_asset|assets_assetevent|authtoken_token|django_session|lockstep_.*)$/.test(name);

import { type Finding, good, problem } from './finding.js';
import { Rights } from './rights.js';
import { type Survey, tableOf } from './survey.js';

const READ_WRITE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
/** For the migrations: tables, their foreign keys and triggers. */
const MIGRATE = ['CREATE', 'ALTER', 'INDEX', 'REFERENCES', 'TRIGGER'];

/** Whether this database user may do what the service does. */
export function checkRights(survey: Survey): Finding[] {
  const { server } = survey;
  const rights = new Rights(server.grants, server.database);
  const needed = isMigrated(survey) ? READ_WRITE : [...READ_WRITE, ...MIGRATE];
  const missing = rights.missing(needed);
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push(
      problem(
        `The database user lacks ${missing.join(', ')} on the database`,
        `GRANT ${missing.join(', ')} ON \`${server.database}\`.* TO CURRENT_USER; (run it as an administrator, for this user)`,
      ),
    );
  findings.push(...checkTriggers(survey, rights));
  return findings.length > 0
    ? findings
    : [good('The database user has the rights that are needed')];
}

function isMigrated(survey: Survey): boolean {
  return survey.lockstepMigrations !== null && tableOf(survey, 'assets_asset') !== undefined;
}

/** With a binary log, MySQL wants SUPER for a trigger, or to be told to trust who makes one. */
function checkTriggers(survey: Survey, rights: Rights): Finding[] {
  const { log_bin: log = 'OFF', log_bin_trust_function_creators: trust = 'ON' } =
    survey.server.variables;
  if (log !== 'ON' || trust === 'ON' || rights.hasGlobal('SUPER') || isMigrated(survey)) return [];
  return [
    problem(
      'The server keeps a binary log and refuses triggers of users without SUPER',
      'SET GLOBAL log_bin_trust_function_creators = 1;',
    ),
  ];
}

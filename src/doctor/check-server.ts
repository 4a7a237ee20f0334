import { wrongSettings } from '../database/index.js';
import { clockDifference } from './clock.js';
import { type Finding, good, problem, warning } from './finding.js';
import { columnOf, type Survey, tableOf } from './survey.js';

const NOTABLE_SECONDS = 5;
const HARMFUL_SECONDS = 120;

/** The first versions with SKIP LOCKED, without which assets cannot be handed out side by side. */
const OLDEST = { MariaDB: [10, 6], MySQL: [8, 0] } as const;

/** The server itself: version, isolation, clock, character sets. */
export function checkServer(survey: Survey): Finding[] {
  return [
    checkVersion(survey.server.version),
    ...checkSettings(survey),
    checkIsolation(survey),
    checkClock(survey),
    ...checkCharacterSets(survey),
    ...checkTimeZoneTables(survey),
  ];
}

function checkVersion(version: string): Finding {
  const product = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
  const [major = 0, minor = 0] = version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .map(Number.parseFloat);
  const [leastMajor, leastMinor] = OLDEST[product];
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  const name = `${product} ${major}.${minor}`;
  if (!isOld) return good(`${name} knows every lock that is needed`);
  return problem(
    `${name} does not know SKIP LOCKED`,
    `Upgrade to ${product} ${leastMajor}.${leastMinor} or later.`,
  );
}

/** What is checked at the start and by `/health/ready`, too. */
const checkSettings = ({ server: { variables } }: Survey): Finding[] =>
  wrongSettings(variables).map(({ sentence, remedy }) => problem(sentence, remedy));

/** Ours is READ COMMITTED on every connection, whatever the default; what Django gets is worth knowing. */
function checkIsolation({ server: { variables } }: Survey): Finding {
  const level = variables.transaction_isolation ?? variables.tx_isolation ?? 'unknown';
  const snapshot = variables.innodb_snapshot_isolation === 'ON' ? ', snapshot isolation on' : '';
  return good(
    `Default isolation ${level}${snapshot}; Lockstep sets READ COMMITTED on its own connections`,
  );
}

function checkClock(survey: Survey): Finding {
  const seconds = clockDifference(survey);
  const text = `The database's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine's`;
  const remedy = 'Sessions and leases end by these clocks: run NTP on both machines.';
  if (Math.abs(seconds) >= HARMFUL_SECONDS) return problem(text, remedy);
  return Math.abs(seconds) >= NOTABLE_SECONDS ? warning(text, remedy) : good(text);
}

function checkCharacterSets(survey: Survey): Finding[] {
  const { table, columns } = survey.userModel.facts;
  const characterSet = columnOf(tableOf(survey, table), columns.username)?.characterSet ?? '';
  if (characterSet === '' || characterSet === 'utf8mb4') return [];
  return [
    warning(
      `Names of users are in ${characterSet}, which cannot hold every character`,
      `Names beyond it find nobody, here as in Django. To change that: ALTER TABLE ${table} CONVERT TO CHARACTER SET utf8mb4;`,
    ),
  ];
}

function checkTimeZoneTables({ server: { hasTimeZoneTables } }: Survey): Finding[] {
  if (hasTimeZoneTables) return [];
  return [
    warning(
      'The server has no time zone tables; Django needs them for lookups by date with USE_TZ, Lockstep does not',
      'mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql -u root mysql',
    ),
  ];
}

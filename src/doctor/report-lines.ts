import { offsetName, rangeOf } from './check-django.js';
import type { Report } from './examine.js';
import { counted, type Finding } from './finding.js';
import type { HasherCount } from './password-census.js';
import type { SessionCensus } from './session-census.js';

const SIGNS: Readonly<Record<Finding['level'], string>> = { problem: '✗', warning: '!', good: '✓' };
const WIDTH = 96;

/** The report for a person at a terminal: what was found, what it means, what to set. */
export function toLines(report: Report): string[] {
  return [
    ...facts(report).map(([name, text]) => `${name.padEnd(10)} ${text}`),
    '',
    ...report.findings.flatMap(findingLines),
    '',
    report.healthy
      ? 'Everything that was looked at will work. The environment, for the record:'
      : 'Set this environment (what is missing in it is right as it is), then ask again:',
    '',
    ...Object.entries(report.environment).map(([name, value]) => `${name}=${quoted(value)}`),
  ];
}

function facts({ server, django, sessions, passwords, time }: Report): [string, string][] {
  return [
    ['Database', `${server.database} on ${server.version}`],
    [
      'Django',
      django.evidence.length === 0 ? 'nothing shows its version' : rangeOf(django.possible),
    ],
    ['Sessions', sessionText(sessions)],
    ['Signed by', sessions.byKey.map(keyText).join(', ')],
    ['Passwords', `${counted(passwords.users, 'user')}, ${passwords.unusable} unusable`],
    ...passwords.hashers.map((count): [string, string] => ['', hasherText(count)]),
    ['Dates', time.offset === null ? 'nothing shows their zone' : offsetName(time.offset)],
  ];
}

function sessionText({ looked, formats, logins }: SessionCensus): string {
  if (looked === 0) return 'none';
  const parts = Object.entries(formats).map(([format, count]) => `${count} ${format}`);
  return `the newest ${looked}: ${parts.join(', ')}; ${counted(logins, 'login')}`;
}

const keyText = (count: number, index: number): string =>
  `${index === 0 ? 'SECRET_KEY' : `fallback ${index}`}: ${count}`;

function hasherText({ hasher, cost, users, writtenBy }: HasherCount): string {
  const by = writtenBy.length > 0 ? ` (Django ${rangeOf(writtenBy)})` : '';
  return `${String(users).padStart(6)}  ${`${hasher} ${cost}`.trim()}${by}`;
}

function findingLines({ level, message, remedy }: Finding): string[] {
  const [first = '', ...rest] = wrapped(message);
  const lines = [`${SIGNS[level]} ${first}`, ...rest.map((line) => `  ${line}`)];
  return remedy === undefined ? lines : [...lines, ...wrapped(remedy).map((line) => `    ${line}`)];
}

/** Breaks between words; a word that is longer than a line stays whole, so that it can be copied. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** For a shell and for `.env` alike. */
const quoted = (value: string): string => (/^[\w.,/:+-]+$/.test(value) ? value : `'${value}'`);

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config/index.js';
import { unmetRequirements } from '../database/index.js';
import { checkCluster } from './check-cluster.js';
import { checkPasswords, checkTimes, checkVersion } from './check-django.js';
import { checkModels, checkWatches } from './check-models.js';
import { checkSchema } from './check-schema.js';
import { checkServer } from './check-server.js';
import { checkSessions } from './check-sessions.js';
import { storedTimeOf } from './clock.js';
import { guessDjango } from './django-guess.js';
import { type Conclusions, environmentFor } from './environment.js';
import { type Finding, good, warning } from './finding.js';
import { takePasswordCensus } from './password-census.js';
import { readSession, type SessionFacts } from './read-session.js';
import { takeSessionCensus } from './session-census.js';
import type { Survey } from './survey.js';

/** What the doctor says. */
export interface Report extends Conclusions {
  /** False when something will not work with the present environment. */
  readonly healthy: boolean;
  readonly server: { readonly version: string; readonly database: string };
  /** Problems first. */
  readonly findings: readonly Finding[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Works out from what stands in a database whether the service will work beside its Django, and with which settings. */
export function examine(survey: Survey, config: Config): Report {
  const keys = keysOf(config);
  return conclude(
    survey,
    survey.sessions.map((session) => readSession(session, keys)),
    config,
  );
}

/** How long sessions are read at a stretch. */
const STRETCH_MS = 5;

/** The same for a process that serves: a thousand sessions may be large, so that requests go on in between. */
export async function examineInTurns(survey: Survey, config: Config): Promise<Report> {
  const keys = keysOf(config);
  const sessions: SessionFacts[] = [];
  let began = performance.now();
  for (const session of survey.sessions) {
    sessions.push(readSession(session, keys));
    if (performance.now() - began < STRETCH_MS) continue;
    await nextTurn();
    began = performance.now();
  }
  return conclude(survey, sessions, config);
}

const keysOf = ({ django }: Config): string[] => [django.secretKey, ...django.secretKeyFallbacks];

function conclude(survey: Survey, read: readonly SessionFacts[], config: Config): Report {
  const { version: configured } = config.django;
  const sessions = takeSessionCensus(read, keysOf(config).length);
  const passwords = takePasswordCensus(survey.users);
  const django = guessDjango(survey, sessions, passwords, configured);
  const time = storedTimeOf(read, config.sessionCookie.age);
  const conclusions: Conclusions = { django, sessions, passwords, time };
  const findings = sorted([
    ...survey.unreadable.map(({ what, reason }) => warning(`Could not read ${what}: ${reason}`)),
    ...checkVersion(django, config),
    ...checkSchema(survey, config),
    ...checkSessions(sessions, config),
    ...(sessions.looked > 0 ? checkTimes(time, config) : []),
    ...checkPasswords(passwords, django.version, config),
    ...checkKept(survey, config),
    ...checkServer(survey),
    ...checkCluster(survey),
    ...checkModels(survey.models),
    ...checkWatches(survey.watches),
  ]);
  return {
    healthy: findings.every(({ level }) => level !== 'problem'),
    server: { version: survey.server.version, database: survey.server.database },
    ...conclusions,
    findings,
    environment: environmentFor(conclusions, survey, config),
  };
}

/** What the start and `/health/ready` judge by, too. */
function checkKept({ facts }: Survey, { assets }: Config): Finding[] {
  const unmet = unmetRequirements(facts).filter(
    ({ area }) => area === 'database' || assets.inventory !== 'off',
  );
  if (unmet.length === 0) return [good('The database keeps what Lockstep relies on')];
  return unmet.map(({ level, message, remedy }) => ({ level, message, remedy }));
}

const ORDER: Readonly<Record<Finding['level'], number>> = { problem: 0, warning: 1, good: 2 };

const sorted = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => ORDER[a.level] - ORDER[b.level]);

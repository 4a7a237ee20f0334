import type { ModelsSurvey } from '../model/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';

/** Whether what `lockstep.json` serves is there as it says. */
export function checkModels(survey: ModelsSurvey | undefined): Finding[] {
  if (!survey) return [];
  const { served, faults, drift } = survey;
  if (faults.length > 0) return faults.map((fault) => problem(fault));
  return [
    good(
      `lockstep.json serves ${counted(served.length, 'model')}: ${served
        .map(({ label, writes }) => `${label} (${['read', ...writes].join(', ')})`)
        .join(', ')}`,
    ),
    ...drift.slice(0, MOST_NAMED).map((line) => warning(line)),
    ...(drift.length > MOST_NAMED
      ? [
          warning(
            `and ${counted(drift.length - MOST_NAMED, 'more place')} where the dump and the tables disagree`,
            '`npm run manage -- models check` names them.',
          ),
        ]
      : []),
  ];
}

const MOST_NAMED = 10;

import type { ModelsSurvey } from '../model/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';

/** Whether what `lockstep.json` serves is there as it says. */
export function checkModels(survey: ModelsSurvey | undefined): Finding[] {
  if (!survey) return [];
  const { served, faults, drift } = survey;
  if (faults.length > 0) return faults.map((fault) => problem(fault));
  return [
    good(`lockstep.json serves ${counted(served.length, 'model')}: ${served.join(', ')}`),
    ...(drift.length > 0
      ? [
          warning(
            `The dump and the tables of these models disagree in ${counted(drift.length, 'place')}`,
            '`npm run manage -- models check` names them.',
          ),
        ]
      : []),
  ];
}

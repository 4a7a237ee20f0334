import type { Watch } from '../events/index.js';
import type { ModelsSurvey } from '../model/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';

/** Whether what `lockstep.json` serves is there as it says. */
export function checkModels(survey: ModelsSurvey | undefined): Finding[] {
  if (!survey) return [];
  const { served, faults, drift } = survey;
  if (faults.length > 0) return faults.map((fault) => problem(fault));
  return [
    good(`lockstep.json serves ${counted(served.size, 'model')}: ${[...served.keys()].join(', ')}`),
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

/** Whether everybody's writes of watched tables are seen. */
export const checkWatches = (watches: readonly Watch[] = []): Finding[] =>
  watches.flatMap(({ label, values, faults }): Finding[] =>
    faults.length > 0
      ? faults.map(({ level, message, remedy }) => ({ level, message, remedy }))
      : [
          good(
            `Every write of ${label} is seen${values.length > 0 ? `, with the values of ${values.join(', ')}` : ''}`,
          ),
        ],
  );

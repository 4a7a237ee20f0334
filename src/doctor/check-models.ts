import type { Watch } from '../events/index.js';
import { type ModelsSurvey, writesOf } from '../model/index.js';
import { counted, type Finding, good, problem, warning } from './finding.js';

/** Whether what `lockstep.json` serves is there as it says. */
export function checkModels(survey: ModelsSurvey | undefined): Finding[] {
  if (!survey) return [];
  const { served, faults, drift } = survey;
  if (faults.length > 0) return faults.map((fault) => problem(fault));
  return [
    good(
      `lockstep.json serves ${counted(served.size, 'model')}: ${[...served.values()]
        .map((model) => `${model.label} (${['read', ...writesOf(model)].join(', ')})`)
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

import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_RESPONSE, problemSchema } from './api-problems.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Security = NonNullable<Operation['security']>;

const SAFE = ['get', 'head', 'options'] as const;
const UNSAFE = ['post', 'put', 'patch', 'delete'] as const;

/** Adds what holds for every route: the problem document, who may call, and the token of unsafe methods. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  return {
    ...document,
    paths: Object.fromEntries(
      Object.entries(document.paths).map(([path, item]) => [path, completeItem(item)]),
    ),
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: problemSchema },
    },
  };
}

function completeItem(item: PathItem): PathItem {
  const completed = { ...item };
  for (const method of [...SAFE, ...UNSAFE]) {
    const operation = item[method];
    const isUnsafe = UNSAFE.some((unsafe) => unsafe === method);
    if (operation !== undefined) completed[method] = completeOperation(operation, isUnsafe);
  }
  return completed;
}

const completeOperation = (operation: Operation, isUnsafe: boolean): Operation => ({
  ...operation,
  security: securityOf(operation, isUnsafe),
  responses: { ...operation.responses, default: PROBLEM_RESPONSE },
});

/**
 * `@Public()` leaves one empty requirement on its operation. Elsewhere a session, which always goes together with the CSRF token,
 * or a token of REST framework is needed.
 */
function securityOf({ security }: Operation, isUnsafe: boolean): Security {
  const csrf = isUnsafe ? { csrf: [] } : {};
  return security === undefined ? [{ session: [], ...csrf }, { token: [] }] : [csrf];
}

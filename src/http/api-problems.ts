import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { type ProblemType, problemTypes } from './status-table.js';

/** Where the schema of every problem document stands in the OpenAPI document. */
export const PROBLEM_SCHEMA = '#/components/schemas/Problem';

/** Documents the errors of a route by their statuses: `@ApiProblems(404, 412, 423)`. */
export const ApiProblems = (...statuses: readonly number[]) =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));

/** An OpenAPI response: every code that the status can carry, and an example of each. */
export function problemResponse(status: number) {
  const types = problemTypes.filter((type) => type.status === status);
  const examples = Object.fromEntries(types.map((type) => [type.code, exampleOf(type)]));
  return {
    description: types.map(({ code, title }) => `\`${code}\`: ${title}`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: PROBLEM_SCHEMA }, examples } },
  };
}

const exampleOf = ({ code, title, status }: ProblemType) => ({
  summary: title,
  value: {
    type: `/api/docs/problems#${code}`,
    title,
    status,
    detail: title,
    code,
    request_id: 'c3f1a7e0-5a4e-4d8e-9a64-3d1f5c0d3f11',
  },
});

import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { type ProblemType, problemTypes } from './status-table.js';

const schema = { $ref: '#/components/schemas/Problem' };

/** The schema behind that reference (RFC 9457 section 3.1, and our `code` and `request_id`). */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Some codes carry further members, as `errors` or `retry_after`.',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string', description: 'The same for every problem of this code.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What happened here and what to do next.' },
    code: { type: 'string', enum: problemTypes.map(({ code }) => code) },
    request_id: { type: 'string', description: 'The id under which the log knows this request.' },
  },
};

/** Any other error. */
export const PROBLEM_RESPONSE = {
  description: 'A problem document.',
  content: { 'application/problem+json': { schema } },
};

/** Documents the errors of a route by their statuses: `@ApiProblems(404, 412, 423)`. */
export const ApiProblems = (...statuses: readonly number[]) =>
  applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));

/** An OpenAPI response: every code that the status can carry, and an example of each. */
function problemResponse(status: number) {
  const types = problemTypes.filter((type) => type.status === status);
  const examples = Object.fromEntries(types.map((type) => [type.code, exampleOf(type)]));
  return {
    description: types.map(({ code, title }) => `\`${code}\`: ${title}`).join('; '),
    content: { 'application/problem+json': { schema, examples } },
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

/**
 * Every code that a problem document can carry, with its HTTP status and its title. The codes are part of the public
 * API: they may be added to, never renamed. A service error whose code is not here is answered with 500.
 */
const problems = {
  bad_request: [400, 'The request cannot be understood'],
  malformed_json: [400, 'The body is not JSON'],
  malformed_header: [400, 'A header is malformed'],
  malformed_uri: [400, 'The address is not validly encoded'],
  validation_failed: [400, 'Some fields are not valid'],
  invalid_value: [400, 'A value does not fit its field'],
  unknown_field: [400, 'The field is not known'],
  required: [400, 'A field is missing'],
  field_not_editable: [400, 'The field may not be written'],
  invalid_cursor: [400, 'The cursor is not one of ours'],
  invalid_lookup: [400, 'The lookup is not known'],
  invalid_regex: [400, 'The regular expression is not valid'],
  malformed_import: [400, 'The file cannot be imported'],
  private_session_key: [400, 'The session key belongs to Django'],
  session_interrupted: [400, 'The session ended while the request ran'],
  unknown_position: [400, 'The feed has no such position'],
  not_authenticated: [401, 'Log in first'],
  invalid_credentials: [401, 'User name or password is wrong'],
  permission_denied: [403, 'Not allowed'],
  model_read_only: [403, 'The model is read-only'],
  add_not_allowed: [403, 'Rows may not be added'],
  delete_not_allowed: [403, 'Rows may not be deleted'],
  csrf_failed: [403, 'The CSRF check failed'],
  not_found: [404, 'Not found'],
  asset_not_found: [404, 'There is no such asset'],
  model_not_found: [404, 'There is no such model'],
  record_not_found: [404, 'There is no such row'],
  inventory_off: [404, 'There is no inventory here'],
  lease_not_found: [404, 'Nobody has a lease'],
  session_not_found: [404, 'There is no such session'],
  user_not_found: [404, 'There is no such user'],
  method_not_allowed: [405, 'The method is not allowed here'],
  not_acceptable: [406, 'None of the accepted media types can be given'],
  request_timeout: [408, 'The request took too long to arrive'],
  asset_held: [409, 'Somebody has the asset'],
  asset_not_held: [409, 'Nobody has the asset'],
  status_not_allowed: [409, 'The status does not allow this'],
  not_enough_assets: [409, 'Too few are in stock'],
  not_enough_rows: [409, 'Too few rows are free'],
  too_many_matched: [409, 'The filter matches too many'],
  conflict: [409, 'The present state does not allow this'],
  no_key: [409, 'The rows have no key'],
  duplicate_key: [409, 'A row with this value exists'],
  not_unique: [409, 'Another row has these values'],
  related_missing: [409, 'What it refers to is not there'],
  duplicate_value: [409, 'The value is taken'],
  still_referenced: [409, 'Another table refers to the row'],
  password_changed_meanwhile: [409, 'The password was changed meanwhile'],
  username_taken: [409, 'The user name is taken'],
  session_unreadable: [409, 'The session cannot be read'],
  gone: [410, 'Gone'],
  precondition_failed: [412, 'The row was changed by somebody else'],
  lease_lost: [412, 'The lease is over'],
  session_too_large: [413, 'The session is too large'],
  payload_too_large: [413, 'The body is too large'],
  too_large_for_database: [413, 'Too large for the database'],
  row_too_large: [413, 'The row is too large for the database'],
  uri_too_long: [414, 'The address is too long'],
  unsupported_media_type: [415, 'The media type is not supported'],
  expectation_failed: [417, 'The expectation cannot be met'],
  import_refused: [422, 'Some rows of the file cannot be written'],
  idempotency_key_reused: [422, 'The Idempotency-Key stands for another request'],
  pickle_refused: [422, 'Pickles are not read'],
  unprocessable: [422, 'The request cannot be carried out'],
  row_locked: [423, 'The row is locked'],
  lease_held: [423, 'Somebody is editing the row'],
  precondition_required: [428, 'If-Match is needed'],
  rate_limited: [429, 'Too many requests'],
  too_many_own_listeners: [429, 'You listen to the events too often'],
  headers_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Internal error'],
  not_implemented: [501, 'Not implemented'],
  database_unavailable: [503, 'The database is away'],
  hashing_busy: [503, 'Too many passwords are being checked'],
  inventory_unavailable: [503, 'The inventory cannot be served'],
  limits_unknown: [503, 'The limits cannot be checked'],
  locks_hidden: [503, 'The locks cannot be seen'],
  missing_rights: [503, 'The database account lacks a right'],
  not_ready: [503, 'Not ready for requests'],
  not_attempted: [503, 'The batch ended before'],
  query_timeout: [503, 'The query took too long'],
  schema_changed: [503, 'The table has changed'],
  service_unavailable: [503, 'Not available for the moment'],
  too_many_listeners: [503, 'Too many listen to the events'],
  triggers_broken: [503, 'The triggers of the database do not work'],
  try_again: [503, 'Try again'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemCode = keyof typeof problems;

/** What is known of a code. */
export interface ProblemType {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

const types: ReadonlyMap<string, ProblemType> = new Map(
  Object.entries(problems).map(([code, [status, title]]) => [code, { code, status, title }]),
);

/** All problem types in the order of their status. */
export const problemTypes: readonly ProblemType[] = [...types.values()];

/** @returns `internal_error` for a code that is not in the table */
export function problemType(code: string): ProblemType {
  const [status, title] = problems.internal_error;
  return types.get(code) ?? { code: 'internal_error', status, title };
}

/** The codes of answers that come from the framework, which knows statuses only. */
const genericCodes: ReadonlyMap<number, ProblemCode> = new Map([
  [401, 'not_authenticated'],
  [403, 'permission_denied'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [406, 'not_acceptable'],
  [408, 'request_timeout'],
  [409, 'conflict'],
  [410, 'gone'],
  [412, 'precondition_failed'],
  [413, 'payload_too_large'],
  [414, 'uri_too_long'],
  [415, 'unsupported_media_type'],
  [422, 'unprocessable'],
  [423, 'row_locked'],
  [428, 'precondition_required'],
  [429, 'rate_limited'],
  [501, 'not_implemented'],
  [503, 'service_unavailable'],
]);

/** The code for a bare status: `bad_request` for any other 4xx, `internal_error` for the rest. */
export function genericCode(status: number): ProblemCode {
  const isCallersFault = status >= 400 && status < 500;
  return genericCodes.get(status) ?? (isCallersFault ? 'bad_request' : 'internal_error');
}

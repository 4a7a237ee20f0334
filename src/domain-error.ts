/**
 * The base of every error that a service throws on purpose. It knows nothing of HTTP: `http/status-table.ts`
 * turns the code into a status, and the details become members of the problem document.
 */
export abstract class DomainError extends Error {
  /** Stable, lower snake case, part of the public API: `row_locked`, `not_found`. */
  abstract readonly code: string;

  /**
   * @param message one sentence for the caller that says what to do next; no secrets, no SQL
   * @param details extra members of the problem document, safe to show
   * @param options `cause`: the driver's error, for the log only
   */
  constructor(
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

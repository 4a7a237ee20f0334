import { DomainError } from '../domain-error.js';

/** A model that is not served, or that the caller may not see: nobody can tell one from the other. */
export class ModelNotFoundError extends DomainError {
  readonly code = 'model_not_found';

  constructor(label: string) {
    super('There is no such model. GET /api/models lists those that you may see.', { label });
  }
}

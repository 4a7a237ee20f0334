import type { Request } from 'express';

interface KnownPermission {
  readonly name: string;
  readonly granted: boolean;
}

const known = new WeakMap<Request, KnownPermission>();

/** Keeps what the statement that found the user said about a permission, for the guard that asks next. */
export function keepPermission(request: Request, permission: KnownPermission): void {
  known.set(request, permission);
}

/** @returns undefined when nobody asked for this permission yet */
export function knownPermission(request: Request, name: string): boolean | undefined {
  const permission = known.get(request);
  return permission?.name === name ? permission.granted : undefined;
}

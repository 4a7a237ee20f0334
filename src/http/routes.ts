import type { Request } from 'express';

/** What Express's router keeps of a route (router 2.3, `lib/layer.js` and `lib/route.js`). */
interface RouteLayer {
  readonly route: { readonly methods: object };
  match(path: string): unknown;
}

/** The template that answered the request, as `/api/assets/:id`; `undefined` when no route did. */
export function routeTemplate(request: Request): string | undefined {
  const route: unknown = request.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return undefined;
  return typeof route.path === 'string' ? route.path : undefined;
}

/** The methods that the app has a route for at the request's path. Slow (it tries every route): for 404s only. */
export function allowedMethods(request: Request): string[] {
  const layers: readonly unknown[] = request.app.router.stack;
  const methods = layers
    .filter(isRouteLayer)
    .filter((layer) => matches(layer, request.path))
    .flatMap(({ route }) => Object.keys(route.methods));
  return [...new Set(methods)].map((method) => method.toUpperCase()).sort();
}

function isRouteLayer(layer: unknown): layer is RouteLayer {
  if (typeof layer !== 'object' || layer === null || !('route' in layer)) return false;
  const { route } = layer;
  return typeof route === 'object' && route !== null && 'methods' in route;
}

function matches(layer: RouteLayer, path: string): boolean {
  try {
    return Boolean(layer.match(path));
  } catch {
    // A parameter that cannot be decoded matches nothing.
    return false;
  }
}

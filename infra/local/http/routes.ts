const METHODS = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export interface RouteMatch<T> {
  route: T;
  pathParameters: Record<string, string> | undefined;
}

/** What is wrong with a route key; empty when it is understood. */
export function checkRouteKey(key: string): string[] {
  if (key === '$default') return [];
  const [method = '', path = '', ...rest] = key.split(' ');
  const known = METHODS.includes(method) && path.startsWith('/') && rest.length === 0;
  const greedyInside = /\{[^}]+\+\}./.test(path);
  return known && !greedyInside ? [] : [`${key} is not a route the local cloud understands`];
}

interface Compiled<T> {
  route: T;
  method: string;
  segments: string[];
  /** More of a better kind wins: literal before parameter before greedy, as HTTP APIs choose the most specific route. */
  rank: string;
}

/** Finds the most specific route for a request; `$default` takes what is left. */
export function createRouter<T extends { key: string }>(
  routes: T[],
): (method: string, path: string) => RouteMatch<T> | undefined {
  const fallback = routes.find((route) => route.key === '$default');
  const compiled = routes.filter((route) => route !== fallback).map(compile);
  compiled.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const candidate of compiled) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = matchSegments(candidate.segments, parts);
      if (pathParameters === undefined) continue;
      const any = Object.keys(pathParameters).length > 0;
      return { route: candidate.route, pathParameters: any ? pathParameters : undefined };
    }
    return fallback && { route: fallback, pathParameters: undefined };
  };
}

function compile<T extends { key: string }>(route: T): Compiled<T> {
  const [method = '', path = ''] = route.key.split(' ');
  const segments = path.split('/').slice(1);
  const kinds = segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'));
  return { route, method, segments, rank: `${kinds.join('')}3${method === 'ANY' ? '1' : '0'}` };
}

function matchSegments(segments: string[], parts: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.endsWith('+}')) {
      const rest = parts.slice(index).join('/');
      if (rest === '') return undefined;
      return { ...parameters, [segment.slice(1, -2)]: decode(rest) };
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.startsWith('{')) {
      if (part === '') return undefined;
      parameters[segment.slice(1, -1)] = decode(part);
    } else if (segment !== part) {
      return undefined;
    }
  }
  return segments.length === parts.length ? parameters : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { Hono } from 'hono';
import { createApp, type Routes } from './app.ts';
import type { WebDeps } from './deps.ts';

type Load = () => Promise<{ routes: readonly Routes[] }>;

const LINKS: Load = () => import('./parts/links.ts');
const PUBLIC: Load = () => import('./parts/public.ts');
const APPLICANTS: Load = () => import('./parts/applicants.ts');
const TASKS: Load = () => import('./parts/tasks.ts');
const OFFICERS: Load = () => import('./parts/officers.ts');
const REGISTERS: Load = () => import('./parts/registers.ts');

/**
 * The parts of the site, by the first segment of their addresses. Who comes first waits for the part that is asked for, and
 * not for all pages of everybody.
 */
const PARTS: ReadonlyMap<string, Load> = new Map([
  ...['l', 'code'].map((segment) => [segment, LINKS] as const),
  ...['', 'rounds', 'objections', 'verify'].map((segment) => [segment, PUBLIC] as const),
  ['slots', APPLICANTS],
  ...['tasks', 'work'].map((segment) => [segment, TASKS] as const),
  ['console', OFFICERS],
  ['registers', REGISTERS],
]);
const NONE: Load = async () => ({ routes: [] });

/** The site. Its parts are loaded with the first request for one of their addresses; one that cannot be loaded is tried again. */
export function createSite(deps: WebDeps): { app: Hono; loadAll: () => Promise<void> } {
  const apps = new Map<Load, Promise<Hono>>();
  const appOf = (load: Load): Promise<Hono> => {
    const known = apps.get(load);
    if (known !== undefined) return known;
    const app = load().then(({ routes }) => createApp(deps, routes));
    apps.set(load, app);
    app.catch(() => apps.delete(load));
    return app;
  };
  const app = new Hono();
  app.all('*', async ({ req, env }) => {
    const part = await appOf(PARTS.get(req.path.split('/', 2)[1] ?? '') ?? NONE);
    return part.fetch(req.raw, env);
  });
  const loadAll = async () => void (await Promise.all([...new Set(PARTS.values())].map(appOf)));
  return { app, loadAll };
}

/** Every page in one application, as nobody needs it but who looks at all of them. */
export async function wholeApp(deps: WebDeps): Promise<Hono> {
  const parts = await Promise.all([...new Set(PARTS.values())].map((load) => load()));
  return createApp(deps, [...new Set(parts.flatMap(({ routes }) => routes))]);
}

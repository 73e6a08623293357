import type { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';

/** Scripts, for ever: another content has another address. */
export function assetRoutes(app: Hono, { assets }: WebDeps): void {
  app.get('/assets/:name', (c) => {
    const asset = assets.files.get(c.req.param('name'));
    if (asset === undefined) return c.notFound();
    return c.body(new Uint8Array(asset), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
}

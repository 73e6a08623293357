import type { Context, Hono } from 'hono';
import { canonicalJson } from '../../../shared/canonical.ts';
import { nowUtc } from '../../../shared/clock.ts';
import { csvOf, workbookOf } from '../../../shared/http/charts/data-file.ts';
import { noticePage, noticePath, noticeTable } from '../../../shared/http/pages/notice.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { originOf } from '../address.ts';
import type { WebDeps } from '../deps.ts';
import { loadPublicPlaces, needVersion } from '../load/notice.ts';
import { loadPublicRoots, needRound } from '../load/round.ts';
import { open } from '../open.ts';

const PATH = '/rounds/:roundId/notice';

/** The number in the address; absent of what is in force. */
const numberOf = (c: Context): number | undefined => {
  const no = c.req.param('version');
  return no === undefined ? undefined : Number(no);
};

async function show(c: Context, deps: WebDeps): Promise<Response> {
  const { round, policy } = await needRound(deps, c.req.param('roundId') ?? '');
  const { roundId } = round;
  const [loaded, places, roots] = await Promise.all([
    needVersion(deps, policy, roundId, numberOf(c)),
    loadPublicPlaces(deps, roundId, policy),
    loadPublicRoots(deps, roundId),
  ]);
  open(c);
  const address = `${originOf(c)}${noticePath(roundId)}`;
  const sealed = roots.filter(({ gate }) => gate === 'notice');
  return c.html(noticePage({ roundId, policy, ...loaded, places, roots: sealed, address, now: nowUtc() }));
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
} as const;
const isFormat = (format: string): format is keyof typeof TYPES => Object.hasOwn(TYPES, format);

/** The list of a version: of one version it is always the same. */
async function download(c: Context, deps: WebDeps): Promise<Response> {
  const { round, policy } = await needRound(deps, c.req.param('roundId') ?? '');
  const format = (c.req.param('file') ?? '').split('.')[1] ?? '';
  if (!isFormat(format)) throw new HttpProblem('page.not-found');
  const { document } = await needVersion(deps, policy, round.roundId, numberOf(c));
  const data = noticeTable(policy, document);
  const made = {
    csv: () => csvOf(data),
    xlsx: async () => new Uint8Array(await workbookOf(data)),
    json: () => canonicalJson(document),
  };
  open(c);
  return c.body(await made[format](), 200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="${round.roundId}-notice-${document.version}.${format}"`,
  });
}

/** 五(三): the public notice at an address that does not change, and each of its versions at one of its own. */
export function noticeRoutes(app: Hono, deps: WebDeps): void {
  app.get(PATH, (c) => show(c, deps));
  app.get(`${PATH}/:version{[1-9][0-9]{0,3}}`, (c) => show(c, deps));
  app.get(`${PATH}/:version{[1-9][0-9]{0,3}}/:file{list\\.(csv|xlsx|json)}`, (c) => download(c, deps));
}

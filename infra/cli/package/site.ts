import * as z from 'zod';
import { SlotStatus } from '../../../shared/schemas/slot-status.ts';
import { CliError } from '../errors.ts';

const REQUEST_MS = 30_000;
const TRIES = 4;

/** Where to post a package, and what goes along with the file. */
const UploadForm = z.object({
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  maxBytes: z.int(),
});
export type UploadForm = z.infer<typeof UploadForm>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The slot's page, as the holder of its link reaches it. */
export interface SlotSite {
  applicationId: string;
  status(): Promise<SlotStatus>;
  /** Null where nothing is taken any more. */
  form(uploadId: string): Promise<UploadForm | null>;
}

/**
 * Exchanges the link from the mail for the page's cookie, as a browser does. The link's token is in no message.
 * @throws CliError cli.link-malformed, cli.link-refused, cli.unreachable, cli.unexpected-answer
 */
export async function enter(link: string): Promise<SlotSite> {
  const url = linkUrl(link);
  const response = await asked(url, {});
  await response.body?.cancel();
  const location = response.headers.get('location');
  if (response.status !== 303 || location === null)
    throw new CliError('cli.link-refused', `链接无效、已过期或已撤销（${response.status}）。请使用邮件中最新的链接。`);
  const page = new URL(location, url.origin);
  const applicationId = /^\/slots\/([^/]+)$/.exec(page.pathname)?.[1];
  if (applicationId === undefined || page.origin !== url.origin)
    throw new CliError('cli.link-not-slot', '这个链接不是上传申报材料的链接。');
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const json = (path: string) => asked(new URL(`${page.pathname}/${path}`, page.origin), { headers: { cookie } });
  return {
    applicationId: decodeURIComponent(applicationId),
    status: async () => bodyOf(await json('status.json'), SlotStatus),
    form: async (uploadId) => {
      const answer = await json(`upload.json?uploadId=${encodeURIComponent(uploadId)}`);
      if (answer.status === 410) return null;
      return bodyOf(answer, UploadForm);
    },
  };
}

function linkUrl(link: string): URL {
  const url = URL.canParse(link.trim()) ? new URL(link.trim()) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && /^\/l\/[\w-]+$/.test(url.pathname)) return url;
  throw new CliError('cli.link-malformed', '链接应为邮件中的完整地址，形如 https://…/l/…。');
}

async function bodyOf<T extends z.ZodType>(response: Response, shape: T): Promise<z.infer<T>> {
  const text = await response.text().catch(() => '');
  const parsed = response.status === 200 ? shape.safeParse(jsonOf(text)) : null;
  if (parsed?.success === true) return parsed.data;
  throw new CliError('cli.unexpected-answer', `网站的回答无法识别（${response.status}），请稍后再试。`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Asks a few times where the site or the way to it fails. */
async function asked(url: URL, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(REQUEST_MS) });
      // 429: this link was too fast; what it has to wait is told.
      if ((response.status < 500 && response.status !== 429) || attempt === TRIES) return response;
      await pause(1000 * Math.min(60, Number(response.headers.get('retry-after') ?? 0)));
      await response.body?.cancel();
    } catch {
      // What went wrong is told without the address: its path may be the token.
      if (attempt === TRIES) throw new CliError('cli.unreachable', `无法连接 ${url.origin}，请检查网络后再试。`);
    }
    await pause(250 * 2 ** attempt);
  }
}

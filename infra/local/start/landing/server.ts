import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isLanguage, readBy } from '../../../../shared/http/language.ts';
import { STYLE, STYLE_PATH } from '../../../../shared/http/style.ts';
import { TASK_KINDS } from '../../../../shared/schemas/records.ts';
import { messageOf } from '../../errors.ts';
import { LOOPBACK, listen } from '../../http/server.ts';
import type { Letter } from '../mailroom.ts';
import { failedPage, mailPage, mailsPage, missingPage, type Overview, overviewPage, preparingPage } from './pages.ts';

/** What the landing page shows, and what its buttons do; each says what it did, in the language of who pressed it. */
export interface Desk {
  overview(): Promise<Omit<Overview, 'notice'>>;
  letters(): readonly Letter[];
  actions: Record<string, () => Promise<string>>;
}

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not `no-referrer`: under that, browsers send their own forms with the origin `null`, which is refused below.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

export interface LandingServer {
  url: string;
  /** From now on it shows this; before, that things are being prepared. */
  serve(desk: Desk): void;
  stop(): Promise<void>;
}

/**
 * Serves the landing page on the loopback address.
 * @param port 0 for any free one
 * @throws LocalCloudError PORT_IN_USE
 */
export async function startLanding(port: number): Promise<LandingServer> {
  const landing = new Landing();
  const server = createServer((request, response) => void landing.handle(request, response));
  const taken = await listen(server, port, 'the landing page', '--port');
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://${LOOPBACK}:${taken}/`,
    serve: (desk) => {
      landing.desk = desk;
    },
    stop,
  };
}

/** In a link for this visit, and in a cookie for the next; the pages of the system on this host have the same one. */
const LANGUAGE = 'lang';

class Landing {
  desk: Desk | null = null;
  #notice: string | null = null;
  /** Buttons act one after the other: two jumps at once would be one. */
  #last: Promise<unknown> = Promise.resolve();

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://landing');
    const asked = searchParams.get(LANGUAGE) ?? undefined;
    const before = /(?:^|; *)lang=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const known = isLanguage(asked) ? asked : before;
    searchParams.delete(LANGUAGE);
    const query = searchParams.size === 0 ? '' : `?${searchParams}`;
    if (isLanguage(asked)) response.setHeader('Set-Cookie', `${LANGUAGE}=${asked}; Path=/; HttpOnly; SameSite=Lax`);
    const reader = {
      language: isLanguage(known) ? known : 'zh',
      ...(request.method === 'GET' ? { query } : {}),
    } as const;
    return readBy(reader, () => this.#answer(request, response, pathname, searchParams));
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    searchParams: URLSearchParams,
  ): Promise<void> {
    try {
      // A page of somebody else's that a name leads here must neither read nor press anything.
      const { host = '', origin } = request.headers;
      const ours = /^(127\.0\.0\.1|localhost):\d+$/.test(host) && (origin === undefined || origin === `http://${host}`);
      if (!ours) respond(response, 403, String(await missingPage()));
      else if (pathname === STYLE_PATH) style(response);
      else if (this.desk === null) respond(response, 200, String(await preparingPage()));
      else if (request.method === 'POST') await this.#press(this.desk, response, pathname);
      else await this.#show(this.desk, response, pathname, searchParams);
    } catch (error) {
      respond(response, 500, String(await failedPage(messageOf(error))));
    }
  }

  async #press(desk: Desk, response: ServerResponse, path: string): Promise<void> {
    const action = desk.actions[path];
    if (action === undefined) return respond(response, 404, String(await missingPage()));
    const acting = this.#last.then(action);
    this.#last = acting.catch(() => undefined);
    this.#notice = await acting;
    response.writeHead(303, { ...HEADERS, Location: '/' }).end();
  }

  async #show(desk: Desk, response: ServerResponse, path: string, search: URLSearchParams): Promise<void> {
    const letters = desk.letters();
    const letter = letters[Number(/^\/mails\/(\d+)$/.exec(path)?.[1] ?? 0) - 1];
    if (path === '/') {
      const notice = this.#notice;
      this.#notice = null;
      respond(response, 200, String(await overviewPage({ ...(await desk.overview()), notice })));
    } else if (path === '/mails') {
      const kind = TASK_KINDS.find((one) => one === search.get('kind')) ?? null;
      respond(response, 200, String(await mailsPage(letters, kind)));
    } else if (letter !== undefined) {
      respond(response, 200, String(await mailPage(letter)));
    } else {
      respond(response, 404, String(await missingPage()));
    }
  }
}

function respond(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(text);
}

function style(response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/css; charset=utf-8' }).end(STYLE);
}

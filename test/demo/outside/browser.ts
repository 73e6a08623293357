import { type Form, fillIn, formsOf } from './forms.ts';

/** A page in somebody's browser. */
export interface Page {
  url: string;
  status: number;
  html: string;
  forms: Form[];
}

/** The site answered otherwise than it should have. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';
}

const HOPS = 5;
/** Whoever meets an error page tries again, a few times. */
const TRIES = 6;

/** Texts that a page shows, without its tags: for messages about it. */
export const wordsOf = (html: string): string =>
  (/<main[^>]*>([\s\S]*?)<\/main>/.exec(html)?.[1] ?? html)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

async function patiently(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, init);
    if (response.status < 500 || attempt === TRIES) return response;
    await response.body?.cancel();
  }
}

/** One person's browser window: it keeps cookies and follows redirects, and knows nothing but what pages say. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string): Promise<Page> {
    let at = url;
    for (let hop = 0; hop < HOPS; hop += 1) {
      const response = await this.#request(at, {});
      const next = response.headers.get('location');
      const html = await response.text();
      if (next === null || response.status < 300 || response.status > 399)
        return { url: at, status: response.status, html, forms: response.status < 300 ? formsOf(html) : [] };
      at = new URL(next, at).href;
    }
    throw new UnexpectedAnswer(`${url}: more than ${HOPS} redirects`);
  }

  /**
   * Sends a form. A redirect means that it was taken; the confirmation it leads to is not opened. Null where the site
   * says that it is over (410).
   * @throws UnexpectedAnswer with the page's words when it was not taken
   */
  async submit(page: Page, form: Form, values: Record<string, string>): Promise<string | null> {
    const url = new URL(form.action, page.url).href;
    const response = await this.#request(url, { method: 'POST', body: fillIn(form, values) });
    const html = await response.text();
    if (response.status === 303 || response.status === 200) return html;
    if (response.status === 410) return null;
    throw new UnexpectedAnswer(`${url} answered ${response.status}: ${wordsOf(html).slice(0, 400)}`);
  }

  /**
   * Sends a form with a file, and opens the page that it leads to.
   * @throws UnexpectedAnswer with the page's words when it was not taken
   */
  async upload(page: Page, form: Form, file: { name: string; type: string; bytes: Uint8Array }): Promise<Page> {
    const url = new URL(form.action, page.url).href;
    const body = new FormData();
    for (const { name, type, value } of form.fields)
      if (type === 'file') body.set(name, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      else body.set(name, value);
    const response = await this.#request(url, { method: 'POST', body });
    const next = response.headers.get('location');
    const html = await response.text();
    if (next === null) throw new UnexpectedAnswer(`${url} answered ${response.status}: ${wordsOf(html).slice(0, 400)}`);
    return this.open(new URL(next, url).href);
  }

  /** What a program gets at an address; null where the site says that it is over (410). */
  async json(url: string): Promise<unknown> {
    const response = await this.#request(url, {});
    if (response.status === 410) return null;
    if (response.status === 200) return response.json();
    throw new UnexpectedAnswer(`${url} answered ${response.status}: ${wordsOf(await response.text()).slice(0, 400)}`);
  }

  async #request(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await patiently(url, { ...init, redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }
}

/** What a person with a browser, or a program with a link, does from outside. */

export interface Answer {
  status: number;
  html: string;
  location: string | null;
}

/** The page that a link from a mail opened, with the cookie it gave. */
export interface Visit {
  /** Where the link leads: `/tasks/…` or `/slots/…`. */
  path: string;
  cookie: string;
  get(path?: string): Promise<Answer>;
  /** The token against forgery in the page as it is now. */
  csrf(): Promise<string>;
  /** Posts the form of the page as it is now, with its token against forgery. */
  post(form: Record<string, string>): Promise<Answer>;
  /** Posts just this. */
  postRaw(form: Record<string, string>, path?: string): Promise<Answer>;
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  html: await response.text(),
  location: response.headers.get('location'),
});

export const get = async (url: string, cookie = ''): Promise<Answer> =>
  answerOf(await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } }));

const csrfOf = (html: string): string => /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

/** Follows a link from a mail. @throws Error with the page's status where the link leads nowhere. */
export async function follow(link: string): Promise<Visit> {
  const response = await fetch(link, { redirect: 'manual' });
  const path = response.headers.get('location');
  if (response.status !== 303 || path === null) throw new Error(`${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const { origin } = new URL(link);
  const open = (at = path) => get(`${origin}${at}`, cookie);
  const postRaw = async (form: Record<string, string>, at = path) =>
    answerOf(
      await fetch(`${origin}${at}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie },
        body: new URLSearchParams(form),
      }),
    );
  const csrf = async () => csrfOf((await open()).html);
  return {
    path,
    cookie,
    get: open,
    csrf,
    post: async (form) => postRaw({ ...form, csrf: await csrf() }),
    postRaw,
  };
}

/** Posts a file through a form for the bucket. Returns the bucket's status. */
export async function postFile(
  form: { url: string; fields: Record<string, string> },
  bytes: Uint8Array,
): Promise<number> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append('file', new Blob([Uint8Array.from(bytes)]));
  return (await fetch(form.url, { method: 'POST', body })).status;
}

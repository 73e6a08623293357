/** Routes of the pages that have limits of their own: what costs money, writes much, or invites abuse. */
interface Limit {
  rate: number;
  burst: number;
}

/** Parts of the whole that one kind of request may take; at least one a second. */
const kinds = {
  /** Each text message costs, and annoys somebody. The link and its person have their own, much smaller limits. */
  messages: 1 / 40,
  /** Each starts an upload of up to some hundred megabytes, or signs for 50 parts of one. */
  uploads: 1 / 4,
  /** Open to everybody while a notice runs, with files. */
  objections: 1 / 20,
  /** Where secrets could be guessed: links and codes. */
  secrets: 1 / 4,
};

const routes: Record<string, keyof typeof kinds> = {
  'GET /l/{token}': 'secrets',
  'POST /code': 'secrets',
  'POST /code/send': 'messages',
  'POST /slots/{applicationId}/uploads.json': 'uploads',
  'POST /slots/{applicationId}/uploads/{uploadId}/parts.json': 'uploads',
  'POST /slots/{applicationId}/uploads/{uploadId}/complete.json': 'uploads',
  'POST /rounds/{roundId}/objections': 'objections',
  'POST /objections/{objectionId}': 'objections',
};

/** The limits of these routes, as parts of what the pages take altogether. */
export function routeLimits(whole: Limit): Record<string, Limit> {
  return Object.fromEntries(
    Object.entries(routes).map(([key, kind]) => {
      const part = (value: number) => Math.max(1, Math.ceil(value * kinds[kind]));
      return [key, { rate: part(whole.rate), burst: part(whole.burst) }];
    }),
  );
}

/** Whether it is a method and a path, as routes are called in templates. */
export const checkRouteKey = (key: string): boolean =>
  /^(GET|POST|PUT|PATCH|DELETE) (\/([a-z][a-z.-]*|\{[a-zA-Z]+\}))+$/.test(key);

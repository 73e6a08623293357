/** What somebody who objects does from outside, with a browser that has no scripts. */
import { type Flows, wordsOf } from './harness.ts';
import { follow, type Visit } from './visit.ts';

export interface Paper {
  field: 'seal' | 'evidence';
  name: string;
  bytes: Uint8Array;
}

export interface Objection {
  status: number;
  html: string;
  words: string;
  /** The number of the receipt; empty without one. */
  id: string;
  /** The way to its page; empty where it was not told. */
  link: string;
}

const GROUNDS = '申报的改造投入与实际不符，发票为其他项目。';

export const formOf = (fields: Record<string, string>, papers: Paper[]): FormData => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const { field, name, bytes } of papers) body.append(field, new Blob([Uint8Array.from(bytes)]), name);
  return body;
};

/** Opens the form and sends it; a browser that comes again brings its cookie. */
export function objector(flows: Flows, roundId: string, who: Record<string, string>) {
  const url = `${flows.cloud.endpoints.http}/rounds/${roundId}/objections`;
  let cookie = '';
  return async (
    applicationId: string,
    changes: Record<string, string> = {},
    papers: Paper[] = [],
  ): Promise<Objection> => {
    const page = await fetch(url, { headers: cookie === '' ? {} : { cookie } });
    cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie;
    const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
    const fields = { csrf, applicationId, objectorKind: 'person', grounds: GROUNDS, ...who, ...changes };
    const answer = await fetch(url, { method: 'POST', headers: { cookie }, body: formOf(fields, papers) });
    const html = await answer.text();
    await flows.cloud.idle();
    const id = /<code>([0-9a-f]{16})<\/code>/.exec(html)?.[1] ?? '';
    return {
      status: answer.status,
      html,
      words: wordsOf(html),
      id,
      link: /https?:\/\/\S+\/l\/[\w-]{43}/.exec(html)?.[0] ?? '',
    };
  };
}

/** The objector's page, and what is sent from it. */
export async function progressOf(flows: Flows, link: string) {
  const visit: Visit = await follow(link);
  const { origin } = new URL(link);
  return {
    words: async () => wordsOf((await visit.get()).html),
    send: async (fields: Record<string, string>, papers: Paper[] = []): Promise<number> => {
      const body = formOf({ csrf: await visit.csrf(), ...fields }, papers);
      const headers = { cookie: visit.cookie };
      const answer = await fetch(`${origin}${visit.path}`, { method: 'POST', redirect: 'manual', headers, body });
      await flows.cloud.idle();
      return answer.status;
    },
    withdraw: async (sure = 'yes'): Promise<number> => {
      const answer = await visit.postRaw({ csrf: await visit.csrf(), sure }, `${visit.path}/withdraw`);
      await flows.cloud.idle();
      return answer.status;
    },
  };
}

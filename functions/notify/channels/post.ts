import { type ChannelName, NotSent, Refused } from './channel.ts';

const TIMEOUT_MS = 5000;
const TRIES = 3;
const MAX_ANSWER = 64 * 1024;

export interface Outside {
  /** Hosts that may be posted to; a loopback address may be without TLS. */
  hosts: readonly string[];
  fetch?: typeof fetch;
  pauseMs?: number;
}

/**
 * An address that messages may go to: what is sent there are secrets of ours.
 * @throws Error naming the host when it is not on the list
 */
export function allowed(address: string, { hosts }: Pick<Outside, 'hosts'>): URL {
  const url = new URL(address);
  if (!hosts.includes(url.hostname)) throw new Error(`channel.host-not-allowed: ${url.hostname}`);
  const loopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:'))
    throw new Error(`channel.not-https: ${url.hostname}`);
  return url;
}

/**
 * Posts JSON, again a few times when the other side is down or busy, within the function's time.
 * @returns the answer, parsed; null where it is no JSON
 * @throws Refused for a 4xx, NotSent when it could not be had
 */
export async function postJson(
  channel: ChannelName,
  url: () => URL,
  body: string,
  headers: () => Record<string, string>,
  outside: Outside,
): Promise<unknown> {
  let last = 'unknown';
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, (outside.pauseMs ?? 300) * 2 ** attempt));
    const answer = await post(url(), body, headers(), outside.fetch ?? fetch);
    if ('failed' in answer) last = answer.failed;
    else if (answer.status < 300) return answer.json;
    else if (answer.status === 408 || answer.status === 429 || answer.status >= 500) last = String(answer.status);
    else throw new Refused(channel, String(answer.status));
  }
  throw new NotSent(channel, last);
}

type Answer = { status: number; json: unknown } | { failed: string };

async function post(url: URL, body: string, headers: Record<string, string>, send: typeof fetch): Promise<Answer> {
  try {
    const response = await send(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
      // Where it leads to is not on the list.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = (await response.text()).slice(0, MAX_ANSWER);
    return { status: response.status, json: parsed(text) };
  } catch (error) {
    return { failed: error instanceof Error ? error.name : 'unknown' };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

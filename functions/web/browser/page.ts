/** Small things that all parts of the page's script need. */

/** @throws Error where the page is not the one that this script is for */
export function find<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** What the page's holder is and where it talks to. */
export interface Place {
  /** The application or the task that the form belongs to. */
  owner: string;
  /** The slot's or the task's page; everything else lies below it. */
  home: string;
  csrf: string;
}

export const placeOf = (form: HTMLFormElement): Place => ({
  owner: form.dataset['owner'] ?? '',
  home: new URL(form.action).pathname.replace(/\/form$/, ''),
  csrf: find<HTMLInputElement>('input[name=csrf]', form).value,
});

/** Sends to the app. An answer that is no JSON is an error page: its status says enough. @throws TypeError without network */
export async function post({ home, csrf }: Place, path: string, message: Record<string, unknown>): Promise<Answer> {
  const response = await fetch(`${home}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ csrf, ...message }),
  });
  const body: unknown = await response.json().catch(() => ({}));
  return { status: response.status, body: body as Record<string, unknown> };
}

/** The link's session is over, or was for somebody else. */
export const isOver = (status: number): boolean => status === 403 || status === 404 || status === 410;

export const messageOf = ({ body }: Answer): string => (typeof body['message'] === 'string' ? body['message'] : '');

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until the browser has a network again; asks again by itself, since not every browser knows. */
export const online = (): Promise<void> =>
  navigator.onLine ? Promise.resolve() : Promise.race([pause(10_000), once(window, 'online')]);

const once = (target: EventTarget, name: string) =>
  new Promise<void>((resolve) => target.addEventListener(name, () => resolve(), { once: true }));

/** @throws what the person's own stop gives; older browsers have no method for it */
export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new DOMException('stopped', 'AbortError');
}

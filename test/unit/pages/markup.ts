/** Reads the forms of our own pages: not a parser of HTML at large. */
export interface Control {
  name: string;
  type: string;
  value: string;
  checked: boolean;
}

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** Every form's controls, in order. */
export function formsOf(page: string): Control[][] {
  return [...page.matchAll(/<form[^>]*>([\s\S]*?)<\/form>/g)].map(([, inside = '']) =>
    [...inside.matchAll(/<input[^>]*>|<textarea[^>]*>[\s\S]*?<\/textarea>|<select[^>]*>[\s\S]*?<\/select>/g)].map(
      ([tag]) => ({
        name: attribute(tag, 'name') ?? '',
        type: tag.startsWith('<input') ? (attribute(tag, 'type') ?? 'text') : tag.slice(1, tag.search(/[\s>]/)),
        value: tag.startsWith('<textarea')
          ? unescaped(/>([\s\S]*)<\/textarea>/.exec(tag)?.[1] ?? '')
          : (attribute(tag, 'value') ?? ''),
        checked: / checked/.test(tag),
      }),
    ),
  );
}

/** Puts markup behind every Chinese text, at any depth: what people wrote is Chinese here, codes are not. */
export function poisoned<T>(value: T): T {
  if (typeof value === 'string')
    return (/\p{Script=Han}/u.test(value) ? `${value}<script>alert("x")</script>'&` : value) as T;
  if (Array.isArray(value)) return value.map(poisoned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner)])) as T;
}

const VOID = /^(?:meta|link|input|br|hr|img)$/;

/** What of a page is Chinese and does not say so: text and attributes outside of elements that are marked, but for what a person typed. */
export function unmarkedHan(page: string): string[] {
  const marked: boolean[] = [];
  const found: string[] = [];
  for (const [token, close, name = '', rest = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>|[^<]+/gi)) {
    const inside = marked.at(-1) ?? false;
    if (close === '/') marked.pop();
    else if (name === '') {
      if (!inside && /\p{Script=Han}/u.test(token)) found.push(token.trim());
    } else {
      const own = inside || /\slang="zh-CN"/.test(rest) || name === 'textarea';
      if (!own && /\p{Script=Han}/u.test(rest.replace(/\svalue="[^"]*"/, ''))) found.push(token);
      if (!VOID.test(name)) marked.push(own);
    }
  }
  return found;
}

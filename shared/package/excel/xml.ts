/** Not well-formed, or XML that no workbook needs. */
export class BadXml extends Error {
  override name = 'BadXml';
}

/** What a document consists of, in its order. Names come without their prefix. */
export interface XmlEvents {
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
}

const DEPTH = 64;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(body: string): string {
  const known = Object.hasOwn(ENTITIES, body) ? ENTITIES[body] : undefined;
  if (known !== undefined) return known;
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(body) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  // Entities that a document declares itself are the way of its bombs: there are none here.
  if (!(code > 0 && code <= 0x10ffff)) throw new BadXml('unknown entity');
  return String.fromCodePoint(code);
}

const decoded = (text: string): string =>
  text.includes('&') ? text.replaceAll(/&([^;&]{0,12});|&/g, (_, body?: string) => entity(body ?? '')) : text;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** End of the tag that begins at `start`: the first `>` outside quotes. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const c = text.charAt(at);
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return at;
  }
  throw new BadXml('a tag does not end');
}

const ATTRIBUTE = /\s+([^\s=/>"'<]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

function attributesOf(tag: string, from: number): Map<string, string> {
  const found = new Map<string, string>();
  ATTRIBUTE.lastIndex = from;
  let end = from;
  for (let match = ATTRIBUTE.exec(tag); match !== null; match = ATTRIBUTE.exec(tag)) {
    found.set(localName(match[1] ?? ''), decoded(match[2] ?? match[3] ?? ''));
    end = ATTRIBUTE.lastIndex;
  }
  if (tag.slice(end).trim() !== '') throw new BadXml('a tag is malformed');
  return found;
}

function after(text: string, needle: string, from: number): number {
  const at = text.indexOf(needle, from);
  if (at < 0) throw new BadXml(`no ${needle}`);
  return at + needle.length;
}

/**
 * Reads XML once from front to back, in time that grows with its length only. Takes the small part of XML that office
 * documents are made of: a document type, and with it every entity but the five of XML itself, is refused.
 * @throws BadXml
 */
export function scanXml(text: string, on: XmlEvents): void {
  const names: string[] = [];
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start !== at) on.text(decoded(text.slice(at, start < 0 ? text.length : start)));
    if (start < 0) break;
    if (text.startsWith('<!--', start)) at = after(text, '-->', start + 4);
    else if (text.startsWith('<![CDATA[', start)) {
      at = after(text, ']]>', start);
      on.text(text.slice(start + 9, at - 3));
    } else if (text.startsWith('<?', start)) at = after(text, '?>', start);
    else if (text.startsWith('<!', start)) throw new BadXml('a document type');
    else at = element(text, start, names, on);
  }
  if (names.length > 0) throw new BadXml('an element does not end');
}

/** One opening, closing or empty tag. Returns where the text goes on. */
function element(text: string, start: number, names: string[], on: XmlEvents): number {
  const end = tagEnd(text, start + 1);
  const inside = text.slice(start + 1, end);
  if (inside.startsWith('/')) {
    const closing = inside.slice(1).trim();
    if (names.pop() !== closing) throw new BadXml('elements cross');
    on.close(localName(closing));
    return end + 1;
  }
  const empty = inside.endsWith('/');
  const tag = empty ? inside.slice(0, -1) : inside;
  const name = /^[^\s=/>"'<]+/.exec(tag)?.[0];
  if (name === undefined || names.length >= DEPTH) throw new BadXml('not an element');
  const attributes = attributesOf(tag, name.length);
  on.open(localName(name), (wanted) => attributes.get(wanted));
  if (empty) on.close(localName(name));
  else names.push(name);
  return end + 1;
}

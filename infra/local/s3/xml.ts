import { S3Error } from './errors.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Markup that is already escaped, so that nesting needs no second pass. */
export type Xml = { xml: string };

/** One element; undefined children are left out. */
export function element(name: string, content: string | number | boolean | (Xml | undefined)[]): Xml {
  const inner = Array.isArray(content)
    ? content.map((child) => child?.xml ?? '').join('')
    : String(content).replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);
  return { xml: `<${name}>${inner}</${name}>` };
}

/** An element only if there is a value. */
export function optional(name: string, content: string | number | undefined): Xml | undefined {
  return content === undefined ? undefined : element(name, content);
}

/** A whole document whose root carries S3's namespace. */
export function document(root: string, children: (Xml | undefined)[]): string {
  const { xml } = element(root, children);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml.replace(`<${root}>`, `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`)}`;
}

export function errorDocument(code: string, message: string, resource: string, requestId: string): string {
  const children = [
    element('Code', code),
    element('Message', message),
    element('Resource', resource),
    element('RequestId', requestId),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', children).xml}`;
}

export interface XmlNode {
  name: string;
  text: string;
  children: XmlNode[];
}

function unescapeText(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, dec, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (dec) return String.fromCodePoint(Number(dec));
    return ENTITIES[name] ?? whole;
  });
}

/**
 * The small XML that S3 requests have: elements and text. Attributes are skipped; document types and CDATA are refused.
 * @throws S3Error MalformedXML, also when the root is not `root`
 */
export function parseXml(source: string, root: string): XmlNode {
  const malformed = new S3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  const top: XmlNode = { name: '', text: '', children: [] };
  const open: XmlNode[] = [top];
  let end = 0;
  for (const match of source.matchAll(/<(\?[^>]*|\/?)([\w:.-]*)([^<>]*?)(\/?)>/g)) {
    const current = open.at(-1) ?? top;
    current.text += unescapeText(source.slice(end, match.index));
    end = match.index + match[0].length;
    const [, prefix = '', name = '', , selfClosing] = match;
    if (prefix.startsWith('?')) continue;
    if (name === '') throw malformed;
    if (prefix === '/') {
      if (current.name !== name || open.length === 1) throw malformed;
      open.pop();
      continue;
    }
    const node: XmlNode = { name, text: '', children: [] };
    current.children.push(node);
    if (!selfClosing) open.push(node);
  }
  const result = top.children[0];
  const outside = top.text + source.slice(end);
  if (open.length !== 1 || result?.name !== root || top.children.length !== 1 || outside.trim() !== '') throw malformed;
  return result;
}

/** The text of a child, or undefined. */
export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text;
}

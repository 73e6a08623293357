import { canonicalJson, sha256Stream } from '../../canonical.ts';
import { completed, isOlder, olderRefused } from '../older.ts';
import { EXPORT_SCHEMA } from '../schema.ts';
import { sheetInPart } from './figure-parts.ts';
import {
  AT_MOST_ONCE,
  comesBefore,
  isKind,
  isMany,
  type Kind,
  LINES,
  type Line,
  ONCE,
  type Standing,
  standingOf,
} from './kinds.ts';
import { isPlain, ofDraw, partOfPlain } from './plain-kinds.ts';

/** A line that is none of an export: stable code, number of the line from 1, and what is wrong with it. */
export class BadLine extends Error {
  override name = 'BadLine';
  readonly code: string;
  readonly line: number;
  constructor(code: string, line: number, message: string) {
    super(message);
    this.code = code;
    this.line = line;
  }
}

/** What the last line says of the others, and what they are. */
export interface Ended {
  counts: { recorded: Record<string, number>; found: Record<string, number> };
  sha256: { recorded: string; found: string };
}

/**
 * Reads the lines of an export from its bytes, one after the other, none of them kept. Returns what the last line is to be held against.
 * An older export is read as this version writes it.
 * @throws BadLine export.older, export.line-not-json, export.line-unknown, export.line-refused, export.line-order, export.line-repeated,
 * export.line-missing, export.truncated, export.line-after-end
 */
export const readLines = (chunks: Iterable<Buffer>): Generator<Line, Ended> => read(chunks, () => null);

/**
 * The same lines read and refused in the same way, but only those told that policy and draw are looked at by, and of a sheet no more
 * than whose it is: see `ofDraw`. @throws BadLine as `readLines`
 */
export function* drawLines(chunks: Iterable<Buffer>): Generator<Line, Ended> {
  const lines = read(chunks, partOfPlain);
  for (;;) {
    const { done, value } = lines.next();
    if (done === true) return value;
    if (ofDraw(value.kind)) yield value;
  }
}

/** @param known what is made of a line without reading all of it; null where it has to be read */
function* read(chunks: Iterable<Buffer>, known: (text: string) => Line | null): Generator<Line, Ended> {
  const counts: Partial<Record<Kind, number>> = {};
  let before: Standing | null = null;
  let ended: Ended | null = null;
  let last = 0;
  let older: string | null = null;
  for (const { text, no, hashBefore } of textLines(chunks, sha256Stream())) {
    last = no;
    if (ended !== null) throw new BadLine('export.line-after-end', no, '结束行之后还有内容');
    const line = (older === null ? known(text) : null) ?? parsed(text, no, older);
    if (no === 1) older = olderBy(line);
    const standing = standingOf(line);
    if (before !== null && !comesBefore(before, standing))
      throw new BadLine('export.line-order', no, `“${line.kind}”不应在此处：各行须按规定的次序排列`);
    if (before?.part === 'head' && standing.part !== 'head') requireOnce(counts, no);
    before = standing;
    if (line.kind === 'end') {
      if (text !== `{"end":${canonicalJson(line.value)}}`)
        throw new BadLine('export.line-refused', no, '结束行不是规范的 JSON');
      ended = endedBy(line.value, counts, hashBefore());
      continue;
    }
    const count = (counts[line.kind] ?? 0) + 1;
    counts[line.kind] = count;
    if (count > 1 && AT_MOST_ONCE.includes(line.kind))
      throw new BadLine('export.line-repeated', no, `“${line.kind}”只应有一行`);
    yield line;
  }
  if (ended === null) throw new BadLine('export.truncated', last + 1, '没有结束行，文件不完整');
  return ended;
}

const endedBy = (
  end: { counts: Record<string, number>; sha256: string },
  found: Record<string, number>,
  sha256: string,
) => ({
  counts: { recorded: end.counts, found },
  sha256: { recorded: end.sha256, found: sha256 },
});

function requireOnce(counts: Partial<Record<Kind, number>>, no: number): void {
  for (const kind of ONCE)
    if (counts[kind] === undefined) throw new BadLine('export.line-missing', no, `缺少“${kind}”一行`);
}

const UNHASHED: ReturnType<typeof sha256Stream> = { add: () => undefined, hex: () => '' };
/** No figure follows from these. */
const NO_FIGURES = ['slots', 'uploads', 'draw.criteria', 'barred', 'seats', 'flags'].map((kind) =>
  Buffer.from(`{"${kind}":`),
);
const noFigures = (bytes: Buffer, at: number): boolean =>
  NO_FIGURES.some((beginning) => standsAt(bytes, at, beginning));

function standsAt(bytes: Buffer, at: number, beginning: Buffer): boolean {
  // All begin alike: the third byte tells most of them apart.
  if (bytes[at + 2] !== beginning[2]) return false;
  for (let i = 0; i < beginning.length; i += 1) if (bytes[at + i] !== beginning[i]) return false;
  return true;
}

/**
 * The lines that figures follow from, taken as they are where they are many. For whoever has somebody else read the same bytes by
 * `readLines`, and says nothing before that one has found every line well. @throws BadLine, or whatever comes of a line that is none
 */
export function* figureLines(chunks: Iterable<Buffer>): Generator<Line, void> {
  let older: string | null = null;
  for (const { text, no } of textLines(chunks, UNHASHED, noFigures)) {
    const line = (older === null ? sheetInPart(text) : null) ?? parsed(text, no, older, true);
    if (no === 1) older = olderBy(line);
    if (line.kind !== 'end') yield line;
  }
}

/** What an older export calls itself, by its first line; null of one of this version. @throws BadLine export.line-missing */
function olderBy({ kind, value }: Line): string | null {
  if (kind !== 'export')
    throw new BadLine('export.line-missing', 1, `第一行应为“export”，文件不是 ${EXPORT_SCHEMA} 逐行导出文件`);
  return isOlder(value) ? value.schema : null;
}

function parsed(text: string, no: number, older: string | null, trusted = false): Line {
  const members = membersOf(text, no);
  const names = Object.keys(members);
  const [kind = ''] = names;
  if (!isKind(kind) || names.length !== 1)
    throw new BadLine('export.line-unknown', no, `不认识的行“${names.join('、').slice(0, 50)}”`);
  const member = older === null ? members[kind] : completed(kind, members[kind]);
  const asItIs = isMany(kind) && (trusted || (older === null && isPlain(kind, text)));
  if (asItIs) return { kind, value: member } as Line;
  const read = LINES[kind].safeParse(member);
  if (read.success)
    // The schema is the one of this very kind; that the pair belongs together is beyond the type checker.
    return { kind, value: read.data } as Line;
  const faults = read.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  if (older !== null) throw new BadLine('export.older', no, olderRefused(older, `${kind} ${faults.join('；')}`));
  throw new BadLine('export.line-refused', no, `“${kind}”不合格式：${faults.join('；')}`);
}

function membersOf(text: string, no: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below, as everything that is no object.
  }
  throw new BadLine('export.line-not-json', no, '不是一个 JSON 对象');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface TextLine {
  text: string;
  no: number;
  /** SHA-256 of all bytes before this line. Asked for once, of one line. */
  hashBefore(): string;
}

const NEWLINE = 10;

/** Every line ends with a line feed. A chunk may be written over once the next one is asked for. @throws BadLine export.truncated for a rest without */
function* textLines(
  chunks: Iterable<Buffer>,
  hash: ReturnType<typeof sha256Stream>,
  leftOut: (bytes: Buffer, at: number) => boolean = () => false,
): Generator<TextLine> {
  let rest: Buffer = Buffer.alloc(0);
  let [no, told] = [0, false];
  for (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    const hashBefore = () => {
      told = true;
      hash.add(bytes.subarray(0, start));
      return hash.hex();
    };
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      no += 1;
      if (!leftOut(bytes, start)) yield { text: bytes.toString('utf8', start, end), no, hashBefore };
      start = end + 1;
    }
    rest = Buffer.from(bytes.subarray(start));
    if (!told) hash.add(bytes.subarray(0, start));
  }
  if (rest.length > 0) throw new BadLine('export.truncated', no + 1, '最后一行没有写完，文件不完整');
}

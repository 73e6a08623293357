import type { FactRecord, FlagCode } from '../../schemas/flags.ts';

/** An application as the holder of one value. */
export type Holder = Pick<
  FactRecord,
  'kind' | 'hash' | 'applicationId' | 'uscc' | 'category' | 'version' | 'labels' | 'related'
>;

/** A flag of one application against another, from both sides. */
export interface FlagDraft {
  code: FlagCode;
  clause: string;
  counterpartId: string;
  counterpartVersion: number;
  /** In Chinese, from this side and from the other; neither names anybody. */
  evidence: string;
  mirrored: string;
}

/** Clause that a flag speaks to: authenticity in general, or what counts once. */
const CLAUSES: Record<FlagCode, string> = {
  'same-file': '五(二)',
  'same-invoice': '三(一)2',
  'same-legal-person': '五(二)',
  'same-phone': '五(二)',
  'two-categories': '四',
  'entered-twice': '四',
  'applied-twice': '四',
};

/**
 * Whoever shares a value with so many others is not flagged against each of them: it is a form or document that was handed
 * out, most likely. It is flagged against the first one only, and says so.
 */
export const MOST_COUNTERPARTS = 20;

/** What two holders of one value have to be asked; null where it is nothing to ask about. */
function codeOf(mine: Holder, theirs: Holder): FlagCode | null {
  const same = mine.uscc === theirs.uscc;
  switch (mine.kind) {
    // A firm may put the same licence, person and phone into all that it enters.
    case 'file':
      return same ? null : 'same-file';
    case 'invoice':
      return same ? null : 'same-invoice';
    case 'legal-person':
      return same ? null : 'same-legal-person';
    case 'phone':
      return same ? null : 'same-phone';
    case 'title':
      return mine.category === theirs.category ? 'entered-twice' : 'two-categories';
    // Two solutions may run at the same customers; a solution that is also a case may not be entered as both.
    case 'landed':
      return mine.category === theirs.category ? null : 'two-categories';
    case 'entry':
      return 'applied-twice';
    default:
      return mine.kind satisfies never;
  }
}

const isRelated = (a: Holder, b: Holder) => a.related.includes(b.uscc) || b.related.includes(a.uscc);

function sentence(mine: Holder, theirs: Holder): string {
  const [own, other] = [mine.labels.join('、'), theirs.labels.join('、')];
  const related = isRelated(mine, theirs) ? '；据台账或申报材料，双方是服务商与客户或合作方' : '';
  switch (mine.kind) {
    case 'file':
      return `附件${own}与对方的${other}是同一个文件`;
    case 'invoice':
      return `${own}与对方的${other}号码相同`;
    case 'legal-person':
      return `法定代表人姓名相同，请核实是否为同一人${related}`;
    case 'phone':
      return `联系电话相同${related}`;
    case 'title':
      return '同一主体的两项申报名称相同';
    case 'landed':
      return `同一主体的两项申报${own}完全相同`;
    case 'entry':
      return '同一主体在同一类别申报了两项';
    default:
      return mine.kind satisfies never;
  }
}

/**
 * Flags of one application from what it shares with others; one for each counterpart and code, whatever they share.
 * @param shared each of its facts with everybody who has the same value, itself left out or not
 * @param standing `code counterpartId` of its flags that stand: with very many holders these stay, and only the first is new
 */
export function flagsOf(
  shared: { mine: Holder; others: Holder[] }[],
  standing: ReadonlySet<string> = new Set(),
): FlagDraft[] {
  const found = shared.flatMap(({ mine, others }) => {
    const asked = others
      .filter(({ applicationId }) => applicationId !== mine.applicationId)
      .flatMap((theirs) => {
        const code = codeOf(mine, theirs);
        return code === null ? [] : [{ code, mine, theirs }];
      });
    const many = asked.length > MOST_COUNTERPARTS;
    return asked
      .filter(({ code, theirs }, i) => !many || i === 0 || standing.has(`${code} ${theirs.applicationId}`))
      .map((one) => ({ ...one, many }));
  });
  const pairs = Map.groupBy(found, ({ code, theirs }) => `${code} ${theirs.applicationId}`);
  return [...pairs.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { code, theirs } = first;
    const said = (sides: [Holder, Holder, boolean][]) =>
      [...new Set(sides.map(([a, b, many]) => `${sentence(a, b)}${many ? MANY : ''}`))].sort().join('；');
    return [
      {
        code,
        clause: CLAUSES[code],
        counterpartId: theirs.applicationId,
        counterpartVersion: theirs.version,
        evidence: said(all.map((one) => [one.mine, one.theirs, one.many])),
        mirrored: said(all.map((one) => [one.theirs, one.mine, one.many])),
      },
    ];
  });
}

const MANY = `（另有 ${MOST_COUNTERPARTS} 家以上相同，可能是统一下发的文件）`;

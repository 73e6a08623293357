import { askLanguageOf, language } from '../../../shared/http/spoken.ts';
import { sumOf } from '../../../shared/http/sums.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import type { Proof, SealedGate } from '../../../shared/schemas/proofs.ts';
import { marked } from './say.ts';
import { VERIFIER_ENGLISH } from './verifier-english.ts';

askLanguageOf(() => (document.documentElement.lang === 'en' ? 'en' : 'zh'));

export type Said = keyof typeof VERIFIER_ENGLISH;

/** A text of the page's script in the page's language. @param values for the `{names}` in it */
export const said = (text: Said, values: Record<string, number> = {}): string =>
  (language() === 'en' ? VERIFIER_ENGLISH[text] : text).replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  );

const GATES: Record<SealedGate, Said> = { intake: '受理截止', notice: '入围公示', awards: '正式公布' };
const CATEGORIES: Record<Category, Said> = {
  'benchmark-enterprise': '标杆企业',
  'service-provider': '服务商',
  'solution-product': '解决方案和产品',
  'chain-case': '链式转型案例',
};
const STATES: Record<NonNullable<Proof['entry']['state']>, Said> = {
  shortlisted: '入围',
  reserve: '递补',
  'below-pass': '未达合格线',
  excluded: '不参与排名',
};

type Fact = [name: Said, value: (Node | string)[]];

/** What a proof says, one thing a line. */
export function contentOf({ round, gate, no, category, index, count, entry, root }: Proof): Fact[] {
  const { rank, exactTotal, shown, state, amountFen } = entry;
  const facts: [Said, (Node | string)[] | undefined][] = [
    ['批次', [round]],
    ['环节', [said(GATES[gate])]],
    ['类别', [said(CATEGORIES[category])]],
    ['名单编号', [String(no)]],
    ['位置（第几条，共几条）', [said('{place}，共 {count}', { place: index + 1, count })]],
    ['单位名称', marked(entry.name)],
    ['项目', marked(entry.title)],
    ['申报编号', [entry.applicationId]],
    ['材料校验值', [entry.packageSha256]],
    ['决定记录', [said('{count} 条，最后一条的校验值：', { count: entry.decisions.count }), entry.decisions.head]],
    ['排名', rank === undefined ? undefined : [String(rank)]],
    ['总分', shown === undefined ? undefined : [`${shown} (${exactTotal ?? shown})`]],
    ['结果', state === undefined ? undefined : [said(STATES[state])]],
    ['金额', amountFen === undefined ? undefined : [sumOf(amountFen)]],
    ['凭证的根值', [root]],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] satisfies Fact]));
}

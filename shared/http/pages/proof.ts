import type { Policy } from '../../policy/schema.ts';
import type { Proof } from '../../schemas/proofs.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { PLACE_STATES } from '../labels.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { type Fact, facts } from '../parts.ts';
import { sumOf } from '../sums.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { SEALED_GATE_TITLES, verifyLink } from './roots.ts';

export interface ProofView {
  policy: Policy;
  proof: Proof;
  /** The applicant's own page. */
  home: string;
}

const code = (text: string): Markup => html`<code>${text}</code>`;

/** What the list says of the applicant, as far as it does at this gate. */
function ranked({ entry }: Proof): Fact[] {
  const { rank, shown, state, amountFen } = entry;
  return [
    ...(rank === undefined ? [] : [[t('名次'), rank] satisfies Fact]),
    ...(shown === undefined ? [] : [[t('得分'), shown] satisfies Fact]),
    ...(state === undefined ? [] : [[t('状态'), t(PLACE_STATES[state])] satisfies Fact]),
    ...(amountFen === undefined ? [] : [[t('奖补金额'), sumOf(amountFen)] satisfies Fact]),
  ];
}

/** 存证凭证 on paper: the same figures as the file, for whoever wants to keep or show them. */
export function proofPage({ policy, proof, home }: ProofView): Markup {
  const { round, gate, no, category, index, count, salt, entry, path, root } = proof;
  const back = html`<a href="${home}">${t('返回申报页面')}</a>`;
  const file = html`<a href="${home}/proofs/${gate}.json" download="proof-${gate}.json">${t('下载凭证文件（JSON）')}</a>`;
  const body = html`<p class="noprint">${tm('{back}。可以用浏览器的打印功能打印或另存为 PDF。', { back })}</p>
<p>${tm('本凭证证明：下列条目在这份名单中，位于第 {place} 条，共 {count} 条。凭证中没有其他单位的内容。', { place: index + 1, count })}</p>
${facts([
  [t('评选编号'), round],
  [t('存证环节'), t(SEALED_GATE_TITLES[gate])],
  [t('申报类别'), categoryTitle(policy, category)],
  [t('名单'), t('第 {no} 号', { no })],
  [t('申报主体'), asWritten(entry.name)],
  [t('申报名称'), asWritten(entry.title)],
  [t('申报编号'), code(entry.applicationId)],
  [t('材料校验值（SHA-256）'), code(entry.packageSha256)],
  [
    t('决定记录'),
    tm('{count} 条，最后一条的校验值：{head}', { count: entry.decisions.count, head: code(entry.decisions.head) }),
  ],
  ...ranked(proof),
  [t('存证根值'), code(root)],
])}
<p class="noprint">${file}</p>
<h2>${t('怎样核验')}</h2>
<p>${tm('打开{verify}，选择凭证文件，再填入公示页面上的存证根值。核验在浏览器内完成，不上传任何内容；页面可以另存到本机，断网使用。', { verify: verifyLink() })}</p>
<h2>${t('核验数据')}</h2>
${facts([
  [t('盐值'), code(salt)],
  [t('相邻值，由下至上'), html`${path.map((one) => html`${code(one)}<br>`)}`],
])}`;
  return page({ title: t('存证凭证'), site: roundTitle(policy), body });
}

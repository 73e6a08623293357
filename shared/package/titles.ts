import { AttachmentKind } from '../schemas/package.ts';

/** What people call each kind of attachment (证明材料). */
export const ATTACHMENT_TITLES: Record<AttachmentKind, string> = {
  'business-licence': '营业执照',
  'credit-report': '信用报告',
  'truth-undertaking': '真实性承诺书',
  'no-accident-undertaking': '三年无重大安全事故承诺',
  'acceptance-report': '评测验收报告',
  'investment-details': '投入明细',
  vouchers: '合同、发票及付款凭证',
  'past-subsidies': '已获奖补情况',
  'effect-evidence': '成效佐证',
  'special-audit': '专项审计报告',
  'local-presence': '青岛机构或常驻团队证明',
  'served-enterprises': '服务企业清单',
  'acceptance-evidence': '验收证明',
  'team-evidence': '团队证明',
  satisfaction: '满意度证明',
  'landing-evidence': '落地证明',
  'intellectual-property': '知识产权证明',
  'scenario-map': '场景对应表',
  'chain-enterprises': '上下游企业清单',
  'drive-evidence': '带动证明',
  'case-text': '案例文本',
};

const ATTACHMENT_TITLES_EN: Record<AttachmentKind, string> = {
  'business-licence': 'Business licence',
  'credit-report': 'Credit report',
  'truth-undertaking': 'Undertaking of truthfulness',
  'no-accident-undertaking': 'Undertaking of no major accident in three years',
  'acceptance-report': 'Evaluation and acceptance report',
  'investment-details': 'Details of the investment',
  vouchers: 'Contracts, invoices and proofs of payment',
  'past-subsidies': 'Subsidies received so far',
  'effect-evidence': 'Evidence of the effects',
  'special-audit': 'Special audit report',
  'local-presence': 'Proof of an entity or resident team in Qingdao',
  'served-enterprises': 'List of enterprises served',
  'acceptance-evidence': 'Proof of acceptance',
  'team-evidence': 'Proof of the team',
  satisfaction: 'Proof of satisfaction',
  'landing-evidence': 'Proof of use by enterprises',
  'intellectual-property': 'Proof of intellectual property',
  'scenario-map': 'Table of scenarios',
  'chain-enterprises': 'List of enterprises of the chain',
  'drive-evidence': 'Proof of the effect on the chain',
  'case-text': 'Text of the case',
};

/** Both titles of a kind. */
export const attachmentTitles = (kind: AttachmentKind): { title: string; titleEn: string } => ({
  title: ATTACHMENT_TITLES[kind],
  titleEn: ATTACHMENT_TITLES_EN[kind],
});

/**
 * The kind that a file's name tells: the title alone, or with a number or a note behind it (`营业执照.pdf`, `营业执照2.jpg`,
 * `信用报告（盖章）.pdf`). Null where the name is no title.
 */
export function kindOfFile(path: string): AttachmentKind | null {
  const base = (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').normalize('NFKC');
  const bare = base
    .replace(/\([^()]*\)$/, '')
    .replace(/\d+$/, '')
    .replace(/[ _.-]$/, '')
    .trim();
  const found = Object.entries(ATTACHMENT_TITLES).find(([, title]) => title === bare || title === base);
  // The table is of exactly these kinds.
  return (found?.[0] ?? null) as AttachmentKind | null;
}

/** Of a kind as a record has it; one that is not known (any more) by its code. */
export const attachmentTitle = (kind: string): string => {
  const known = AttachmentKind.safeParse(kind);
  return known.success ? ATTACHMENT_TITLES[known.data] : kind;
};

import { asWritten, html, type Markup, written } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { type Fact, facts, panel } from '../parts.ts';
import { sumOf } from '../sums.ts';
import { beijing } from '../time.ts';
import { choiceWithReason, type FormContext } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** A paid award is revoked by two persons: what one of them proposes, and the form of the other. */
export function revocationPage({ details, policy }: TaskView<'revocation'>, form: FormContext): Markup {
  const { award, proposal, byName, tooLate } = details;
  return html`${tooLate ? panel('warn', html`<p>${t('撤销拨付的要求到达财政时，款项已经支付。请决定是否撤销奖补并追回。')}</p>`) : null}
${facts([
  [t('获奖单位'), asWritten(award.name)],
  [t('类别'), titleOf(policy.categories[award.category])],
  ...(award.title === award.name ? [] : [[t('项目名称'), asWritten(award.title)] satisfies Fact]),
  [t('已支付金额'), sumOf(proposal.amountFen)],
  [t('拨付编号'), html`<code>${proposal.disbursementId}</code>`],
  [t('提出人'), asWritten(byName)],
  [t('提出时间'), beijing(proposal.at)],
])}
<h2>${t('提出的理由')}</h2>${written(proposal.reason)}
<h2 id="decide">${t('复核')}</h2>
${choiceWithReason(form, 'revocation', {
  hints: {
    revoke: t('奖补撤销，系统通知财政追回全部金额；不能再恢复'),
    keep: t('奖补和支付不变'),
  },
  reasonHint: t('记录决定的依据，例如核查结论和会议纪要编号。'),
  button: t('提交决定'),
})}`;
}

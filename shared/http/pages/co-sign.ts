import { checklistOf } from '../../domain/checklist.ts';
import type { Policy } from '../../policy/schema.ts';
import { radios, textArea } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { DECISION_LABELS } from '../labels.ts';
import { t, tm } from '../language.ts';
import { facts, panel, tag } from '../parts.ts';
import { beijing } from '../time.ts';
import { decisionChoices, decisionForm, type FormContext } from './forms.ts';
import type { DistrictView } from './task-view.ts';

/** 联签: what another officer wants to decide, for a second one to agree to or to give back. */
export function coSigning(
  { by, byName, at, opinion }: NonNullable<DistrictView['proposal']>,
  { application }: DistrictView,
  policy: Policy,
  form: FormContext,
): Markup {
  const label = DECISION_LABELS['district-review'][opinion.decision];
  const done = new Set(opinion.checks ?? []);
  const points = opinion.decision === 'recommend' ? checklistOf(policy, application.category) : [];
  const choices = decisionChoices('district-review', {}).filter(
    ({ value }) => value === 'sign' || value === 'send-back',
  );
  const hint = t('联签的，写明核对情况；退回的，写明哪里需要重新核对。会记录在案，提出意见的人员可以看到。');
  return html`<h2 id="decide">${t('等待联签')}</h2>${panel(
    'plain',
    html`<p>${tm('{name}于{time}提出以下审查意见，请核对后联签；不同意的，写明理由退回。', { name: asWritten(byName === '' ? by : byName), time: beijing(at) })}</p>
${facts([[t('审查决定'), label === undefined ? opinion.decision : t(label)]])}${written(opinion.opinion)}
${points.length === 0 ? null : html`<ul>${points.map(({ code, title }) => html`<li>${done.has(code) ? tag('good', t('已核对')) : tag('warn', t('未核对'))} ${asWritten(title)}</li>`)}</ul>`}`,
  )}
${decisionForm(form, html`${radios({ name: 'decision', label: t('联签意见'), choices }, form.state)}${textArea({ name: 'reason', label: t('理由'), hint, max: 2000, rows: 4 }, form.state)}`, t('提交联签意见'))}`;
}

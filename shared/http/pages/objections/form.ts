import { mebibytes, typeNames } from '../../../package/limits.ts';
import { type Policy, policyCategories } from '../../../policy/schema.ts';
import { errorSummary, type FormState, hidden, radios, select, submit, textArea, textInput } from '../../fields.ts';
import { fileInput } from '../../file-input.ts';
import { MAX_SCAN_BYTES } from '../../form.ts';
import { html, type Markup } from '../../html.ts';
import { t, tm } from '../../language.ts';
import { page } from '../../layout.ts';
import { listed } from '../../own.ts';
import { panel } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { categoryTitle, roundTitle } from '../console/frame.ts';
import type { PublicPlace } from '../notice.ts';

export interface ObjectionView {
  roundId: string;
  policy: Policy;
  /** Places whose notice runs. */
  places: PublicPlace[];
  csrf: string;
  state: FormState;
}

/** Who objects, to what, and why: real name with phone, or an organisation with its seal. */
export function objectionPage({ roundId, policy, places, csrf, state }: ObjectionView): Markup {
  if (places.length === 0) return closedObjectionPage(policy);
  const groups = policyCategories(policy).map(([category]) => ({
    label: categoryTitle(policy, category),
    choices: places
      .filter(({ place }) => place.category === category)
      .map(({ place, name, title: entry }) => ({
        value: place.applicationId,
        label: entry === name ? name : `${entry}（${name}）`,
      })),
  }));
  const body = html`${errorSummary(state)}
<p>${t('公示期内，可以对入围名单实名提出异议。提出人信息只供受理单位核实使用，不告知被异议的单位。提出后 {days} 个工作日内作出处理。', { days: policy.objection.value.rulingWorkingDays })}</p>
<form method="post" action="/rounds/${roundId}/objections" enctype="multipart/form-data" accept-charset="utf-8">${hidden('csrf', csrf)}
${select({ name: 'applicationId', label: t('对哪一个入围对象有异议'), groups: groups.filter((group) => group.choices.length > 0) }, state)}
${whoFields(policy, state)}
${textArea({ name: 'grounds', label: t('异议的事实和理由'), hint: t('写明具体事实和线索，10 至 4000 字。'), max: 4000, rows: 10 }, state)}
${evidenceInput(policy, state)}
${submit(t('提交异议'))}</form>`;
  return page({ title: t('提出异议'), site: roundTitle(policy), faulty: state.errors.length > 0, body });
}

function whoFields(policy: Policy, state: FormState): Markup {
  const sealLimit = { ...policy.objection.value.evidence, types: ['pdf' as const, 'image' as const], files: 1 };
  return html`${radios(
    {
      name: 'objectorKind',
      label: t('以谁的名义提出'),
      choices: [
        { value: 'person', label: t('个人') },
        { value: 'organisation', label: t('单位'), hint: t('须上传加盖公章的异议书') },
      ],
    },
    state,
  )}
${textInput({ name: 'objectorName', label: t('真实姓名或单位全称'), max: 100, autocomplete: 'name' }, state)}
${textInput({ name: 'phone', label: t('联系电话'), type: 'tel', max: 20, autocomplete: 'tel' }, state)}
${textInput({ name: 'email', label: t('电子邮箱（可不填）'), hint: t('填写后，办理进展会发送到这个邮箱。'), max: 254, autocomplete: 'email' }, state)}
${fileInput({ name: 'seal', label: t('加盖公章的异议书（以单位名义提出的）'), hint: t('扫描件或照片：PDF、JPG 或 PNG，不超过 {most}。', { most: mebibytes(sealLimit.fileBytes) }), limit: sealLimit, many: false }, state)}`;
}

/** As many as may come with one request; what is left is sent from the objector's page. */
export function evidenceInput(policy: Policy, state: FormState): Markup {
  const limit = policy.objection.value.evidence;
  const hint = tm(
    '{types}，最多 {files} 个，每个不超过 {each}；一次上传合计不超过 {once}，其余可在提交后的进度页面继续上传。',
    {
      types: listed(typeNames(limit.types)),
      files: limit.files,
      each: mebibytes(limit.fileBytes),
      once: mebibytes(MAX_SCAN_BYTES),
    },
  );
  return fileInput({ name: 'evidence', label: t('证据材料（可不提供）'), hint, limit, many: true }, state);
}

const codeLine = (code: string): Markup =>
  html`<p class="hint">${tm('代码：{code}', { code: html`<code>${code}</code>` })}</p>`;

export const closedObjectionPage = (policy: Policy): Markup =>
  page({
    title: t('现在不受理异议'),
    site: roundTitle(policy),
    body: html`<p>${t('只有在公示期内才能对正在公示的入围对象提出异议。')}</p>${codeLine('objection.closed')}`,
  });

/** Somebody, or everybody against one place, has filed too many today. */
export const tooManyObjectionsPage = (policy: Policy): Markup =>
  page({
    title: t('今天提交的异议过多'),
    site: roundTitle(policy),
    body: html`<p>${t('今天从您所在网络提交的异议，或者针对这一入围对象的异议，已经达到上限，这一份没有提交。')}</p>
<p>${t('请明天再提交；公示期今天截止的，请在截止前以书面形式送交公示单位。')}</p>${codeLine('objection.too-many')}`,
  });

export interface Receipt {
  objectionId: string;
  /** Null where the same was filed before. */
  dueAt: string | null;
  /** The way to the objector's page, told once; null for who cannot have it again. */
  link: string | null;
}

/** The receipt. The same words from the same person are one objection. */
export const filedObjectionPage = (policy: Policy, { objectionId, dueAt, link }: Receipt): Markup =>
  page({
    title: t('已收到异议'),
    site: roundTitle(policy),
    body: html`${panel('good', html`<p>${tm('异议编号：{id}', { id: html`<strong><code>${objectionId}</code></strong>` })}</p>`)}
<p>${dueAt === null ? t('这份异议之前已经提交过，无需重复提交。') : t('将在 {time} 前作出处理。', { time: beijing(dueAt) })}</p>
${link === null ? html`<p>${t('请使用第一次提交时给出的进度链接查看办理情况。')}</p>` : linkText(link)}`,
  });

const linkText = (link: string): Markup => html`<h2>${t('办理进度')}</h2>
<p>${t('请保存下面的链接，它只显示这一次。凭它可以查看进展、补充证据、按要求补充材料或者撤回异议；不要转给他人。')}</p>
<p><a class="button" href="${link}">${t('打开进度页面')}</a></p><p class="own">${link}</p>`;

import { CODE_MINUTES, CODE_TRIES } from '../../code-limits.ts';
import type { ChallengeRecord } from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { type FormState, fieldId, hidden, submit, textInput } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';
import { panel } from '../parts.ts';

export type CodeTrouble = 'no-code' | 'wrong' | 'expired' | 'used' | 'spent' | 'limited';

const TROUBLE: Record<CodeTrouble, Text> = {
  'no-code': '请输入短信中的六位数字。',
  wrong: '验证码不正确，请核对最近一条短信。',
  expired: '验证码已过期，请重新发送。',
  used: '验证码已失效，请重新发送。',
  spent: '输错次数过多，这个验证码已失效，请重新发送。',
  limited: '一小时内的次数已用完，请稍后再试，或联系发出通知的单位。',
};

export interface CodeView {
  challenge: Pick<ChallengeRecord, 'sends' | 'unreachable'>;
  trouble: CodeTrouble | null;
  csrf: string;
  action: string;
}

/** Asks for the code that was sent by text message. Opening it sends none. */
export function codePage({ challenge: { sends, unreachable = false }, trouble, csrf, action }: CodeView): Markup {
  const errors = trouble === null ? [] : [{ field: 'code', message: t(TROUBLE[trouble]) }];
  const state: FormState = { values: {}, errors };
  const body = html`<p>${t('为确认是您本人，打开链接还需要短信验证码，发送到台账中登记的手机号码。')}</p>
${unreachable ? panel('warn', html`<p>${t('验证码没有发出：台账中没有可用的手机号码，或短信服务拒绝。请联系发出通知的单位。')}</p>`) : null}
${summary(state, sends > 0)}${sends === 0 ? null : entry(action, csrf, state)}
<form method="post" action="${action}/send">${hidden('csrf', csrf)}${submit(sends === 0 ? t('发送验证码') : t('重新发送验证码'))}</form>`;
  return page({ title: t('请输入验证码'), faulty: trouble !== null, body });
}

/** Before anything was sent there is no field to lead to. */
const summary = ({ errors }: FormState, leads: boolean): Markup | null =>
  errors.length === 0
    ? null
    : html`<div class="panel bad" role="alert">${errors.map(
        ({ field, message }) => html`<p>${leads ? html`<a href="#${fieldId(field)}">${message}</a>` : message}</p>`,
      )}</div>`;

function entry(action: string, csrf: string, state: FormState): Markup {
  const hint = t('验证码已发送，{minutes} 分钟内有效，最多可试 {tries} 次。没有收到的，可重新发送，以最近一条为准。', {
    minutes: CODE_MINUTES,
    tries: CODE_TRIES,
  });
  const field = { name: 'code', label: t('短信验证码（六位数字）'), hint, max: 12, autocomplete: 'one-time-code' };
  return html`<form method="post" action="${action}">${hidden('csrf', csrf)}
${textInput({ ...field, keys: 'numeric' }, state)}${submit(t('确认并打开'))}</form>`;
}

import type { SealedGate } from '../../schemas/proofs.ts';
import { html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { SEALED_GATE_TITLES, verifyLink } from './roots.ts';

/** What an applicant can prove by now, and when there is more. */
export function proofLinks(applicationId: string, gates: readonly SealedGate[]): Markup {
  const links = (gate: SealedGate) => {
    const at = `/slots/${applicationId}/proofs/${gate}`;
    const open = html`<a href="${at}">${t('查看和打印')}</a>`;
    const file = html`<a href="${at}.json" download="proof-${gate}.json">${t('下载凭证文件（JSON）')}</a>`;
    return html`<li>${tm('{gate}：{open}，{file}', { gate: t(SEALED_GATE_TITLES[gate]), open, file })}</li>`;
  };
  return html`<h2>${t('存证凭证')}</h2>
<p>${tm('受理截止、入围公示和正式公布时，系统对当时的名单存证。凭证证明本申报确在名单之中，任何人都可以用{verify}核验。', { verify: verifyLink() })}</p>
${gates.length === 0 ? html`<p>${t('现在还没有凭证：受理截止之后，可以在这里下载第一份。')}</p>` : html`<ul>${gates.map(links)}</ul>`}`;
}

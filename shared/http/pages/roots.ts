import type { Policy } from '../../policy/schema.ts';
import type { RootRecord, SealedGate } from '../../schemas/proofs.ts';
import type { Text } from '../english/texts.ts';
import { html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { table } from '../parts.ts';
import { beijing } from '../time.ts';
import { categoryTitle } from './console/frame.ts';

/** Where anybody checks a proof; the same page works from a disk. */
export const VERIFY_PATH = '/verify';

export const SEALED_GATE_TITLES: Record<SealedGate, Text> = {
  intake: '受理截止',
  notice: '入围公示',
  awards: '正式公布',
};

export const verifyLink = (): Markup => html`<a href="${VERIFY_PATH}">${t('存证凭证核验页')}</a>`;

/** The roots of lists, for everybody to keep; nothing where nothing was sealed. */
export function rootsSection(roundId: string, policy: Policy, roots: readonly RootRecord[]): Markup | null {
  if (roots.length === 0) return null;
  const json = html`<a href="/rounds/${roundId}/roots.json">${t('下载 JSON')}</a>`;
  return html`<h2>${t('名单存证')}</h2>
<p>${tm('下面的存证根值由名单的全部条目和次序算出：名单确定后增加、减少、改动任何一条，根值都会不同。申报单位可在自己的申报页面下载存证凭证，用{verify}自行核验本单位的条目确在名单之中，而看不到其他单位的内容。{json}', { verify: verifyLink(), json })}</p>
${table(
  t('存证根值，共 {count} 份名单', { count: roots.length }),
  [
    { title: t('存证环节') },
    { title: t('类别') },
    { title: t('名单'), numeric: true },
    { title: t('条目数'), numeric: true },
    { title: t('存证根值') },
    { title: t('存证时间') },
  ],
  roots.map(({ gate, no, category, count, root, sealedAt }) => [
    t(SEALED_GATE_TITLES[gate]),
    categoryTitle(policy, category),
    t('第 {no} 号', { no }),
    count,
    html`<code class="root">${root}</code>`,
    beijing(sealedAt),
  ]),
)}`;
}

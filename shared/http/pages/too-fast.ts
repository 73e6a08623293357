import { hidden } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';

/**
 * Somebody has to wait: what was sent stands in the page, and goes by its button.
 * @param again the form as it came; null where it was none, or had files in it
 */
export function tooFastPage(seconds: number, again: { action: string; values: [string, string][] } | null): Markup {
  const form =
    again === null
      ? html`<p>${t('请返回上一页，稍候再试；已填写的内容仍在上一页。')}</p>`
      : html`<p>${t('填写的内容都保留在本页，稍候点击“重新提交”即可。')}</p>
<form method="post" action="${again.action}">${again.values.map(([name, value]) => hidden(name, value))}<button type="submit">${t('重新提交')}</button></form>`;
  const body = html`<p>${t('这个链接在短时间内的操作过多，这一次没有办理。')}</p>
<p role="status">${t('请等待 {n} 秒。', { n: seconds })}</p>
${form}
<p class="hint">${t('错误代码：')}<code>pace.too-fast</code></p>`;
  return page({ title: t('操作过于频繁'), body });
}

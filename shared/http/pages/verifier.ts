import { raw } from 'hono/html';
import { html, type Markup } from '../html.ts';
import { languageTag, t } from '../language.ts';
import { page } from '../layout.ts';

/** What the page is made of, and the hashes by which it allows just these two. */
export interface VerifierParts {
  style: string;
  script: string;
  /** `sha256-…`, as a content policy names them. */
  hashes: { style: string; script: string };
}

/** Runs its own script and nothing else, and cannot reach anybody: what is checked stays in the browser. */
const contentPolicy = ({ hashes }: VerifierParts): string =>
  [
    "default-src 'none'",
    `script-src '${hashes.script}'`,
    `style-src '${hashes.style}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');

const form = (): Markup => html`<form id="proof-form">
<div class="field"><label class="label" for="file">${t('凭证文件')}</label>
<p class="hint" id="file-hint">${t('在申报页面下载的 .json 文件。也可以把内容粘贴到下面。')}</p>
<input type="file" id="file" accept=".json,application/json" aria-describedby="file-hint"></div>
<div class="field"><label class="label" for="proof">${t('凭证内容')}</label>
<textarea id="proof" rows="6" spellcheck="false"></textarea></div>
<div class="field"><label class="label" for="root">${t('公布的存证根值')}</label>
<p class="hint" id="root-hint">${t('请从入围公示或公布名单的页面，或者您信任的其他来源抄录，共 64 位。留空时只能检查凭证自身是否完整。')}</p>
<input type="text" id="root" maxlength="100" autocomplete="off" spellcheck="false" aria-describedby="root-hint"></div>
<button type="submit">${t('核验')}</button></form>`;

const steps = (): Markup => html`<h2>${t('怎样核验一份凭证')}</h2>
<ol><li>${t('在申报页面下载凭证文件，在上面选择它。')}</li>
<li>${t('打开本批次的公示页面，找到同一环节、同一类别的存证根值，抄到上面。最好保存公示当天的页面，或者与其他申报单位互相核对根值：所有人看到的应是同一个。')}</li>
<li>${t('按“核验”。结果会说明证明了什么，没有证明什么。')}</li></ol>
<p>${t('名单的每一条都与各自的盐值一起算出一个校验值，相邻的两个再合算为一个，直到只剩一个：根值。凭证里有本条的内容、盐值和沿途的相邻值，足以重算出根值，却不能看出其他条目。算法为 SHA-256 和 RFC 6962 的 Merkle 树。')}</p>`;

/** The way to the page in the other language: only the app has both, a file from a disk does not. */
function otherLanguage(): Markup {
  const [other, name, tag] = languageTag() === 'en' ? ['zh', '中文', 'zh-CN'] : ['en', 'English', 'en'];
  return html`<p id="other-language" hidden><a href="?lang=${other}" lang="${tag}" hreflang="${tag}">${name}</a></p>`;
}

/** 存证凭证核验: one file that works by itself, from the app or from a disk, with or without a network. */
export function verifierPage(parts: VerifierParts): Markup {
  const head = html`<meta http-equiv="Content-Security-Policy" content="${raw(contentPolicy(parts))}">
<style>${raw(parts.style)}</style>`;
  const body = html`${otherLanguage()}
<p>${t('本页核验一份存证凭证：它所写的条目，是否确在公布的那份名单之中。核验全部在您的浏览器内完成，不上传任何内容；可以把本页另存到本机，断网打开使用。')}</p>
<noscript><p class="panel warn">${t('本页需要浏览器运行脚本才能核验。')}</p></noscript>
${form()}
<div id="result" role="status" tabindex="-1"></div>
${steps()}
<script>${raw(parts.script)}</script>`;
  return page({ title: t('存证凭证核验'), head, body });
}

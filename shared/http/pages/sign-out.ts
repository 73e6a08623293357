import { hidden, submit } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';

export const signOutPath = (home: string): string => `${home}/sign-out`;

/** Asks which sign-out is meant. Works without a script. */
export function signOutPage({ home, csrf }: { home: string; csrf: string }): Markup {
  const form = (value: string, label: string) =>
    html`<form method="post" action="${signOutPath(home)}">${hidden('csrf', csrf)}${hidden('where', value)}${submit(label)}</form>`;
  const body = html`<p class="lead">${t('退出后，本设备不能再打开本页，直到重新点击邮件中的链接。在公用电脑上办理完毕后，请退出。')}</p>
${form('here', t('在本设备上退出'))}
<h2>${t('退出所有设备')}</h2>
<p>${t('用同一个链接在其他电脑或手机上打开的页面，也一并退出。链接本身仍然有效。')}</p>
${form('everywhere', t('退出所有设备'))}
<p><a href="${home}">${t('返回，不退出')}</a></p>`;
  return page({ title: t('退出'), body });
}

/** Says that it is done, and how to come back. */
export function signedOutPage(everywhere: boolean): Markup {
  const body = html`<p role="status">${everywhere ? t('已在所有设备上退出。') : t('已在本设备上退出。')}</p>
<p>${t('需要继续办理的，请重新点击邮件中的链接。')}</p>`;
  return page({ title: t('已退出'), body });
}

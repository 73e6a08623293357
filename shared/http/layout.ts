import { html, type Markup } from './html.ts';
import { language, languageTag, query, signedIn, t } from './language.ts';
import { STYLE_PATH } from './style.ts';

export interface PageContent {
  title: string;
  /** The same where it is more than a window's name can be: with a part in another language. */
  heading?: Markup;
  /** Name of the round or of the system, above every page. */
  site?: string;
  /** Goes before the title in the window's name, so that somebody who cannot see the page hears of the errors first. */
  faulty?: boolean;
  /** Address of the page's script, for the few pages that have one; they must be usable without. */
  script?: string;
  /** In place of stylesheet and script: of a page that stands by itself, without the app around it. */
  head?: Markup;
  /** Has so many columns that it is printed on paper lying on its side. */
  wide?: boolean;
  body: Markup;
}

export const SITE = '中小企业数字化转型城市试点评选';

/** The way to the same page in the other language. It has no path: some hold a token, and some are not what they look like. */
function otherLanguage(): Markup | null {
  const here = query();
  if (here === undefined) return null;
  const [other, name, tag] = language() === 'en' ? ['zh', '中文', 'zh-CN'] : ['en', 'English', 'en'];
  const href = `${here === '' ? '?' : `${here}&`}lang=${other}`;
  return html`<p class="language"><a href="${href}" lang="${tag}" hreflang="${tag}">${name}</a></p>`;
}

/** For whoever came by a link: the way out, below the page that the link opened. */
function signOut(): Markup | null {
  const home = signedIn();
  return home === null ? null : html`<p class="leave noprint"><a href="${home}/sign-out">${t('退出')}</a></p>`;
}

/** A whole page: one heading, landmarks, no script unless asked for, nothing from elsewhere. */
export function page({
  title,
  heading,
  site = t(SITE),
  faulty = false,
  script,
  head,
  wide = false,
  body,
}: PageContent): Markup {
  return html`<!doctype html>
<html lang="${languageTag()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${faulty ? t('有误：') : ''}${title} - ${t(SITE)}</title>
${head ?? html`<link rel="stylesheet" href="${STYLE_PATH}">${script === undefined ? null : html`<script type="module" src="${script}"></script>`}`}
</head>
<body${wide ? html` class="wide"` : null}>
<a class="skip" href="#main">${t('跳到正文')}</a>
<header><p>${site}</p>${signOut()}${otherLanguage()}</header>
<main id="main">
<h1>${heading ?? title}</h1>
${body}
</main>
<footer><p>${t('所有时间均为北京时间。对本页内容有疑问，请联系发出通知的单位。')}</p></footer>
</body>
</html>`;
}

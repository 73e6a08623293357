import { SHEETS } from '../../registers/columns.ts';
import { MAX_PAGE_FILE_BYTES } from '../../registers/limits.ts';
import type { RegisterImportRecord } from '../../schemas/records.ts';
import type { RegisterKind } from '../../schemas/registers.ts';
import { errorSummary, type FormState, fieldId, hidden, submit } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { known, marked, told } from '../own.ts';
import { facts, panel, table, titled } from '../parts.ts';
import { beijing } from '../time.ts';

const MB = 1024 * 1024;
const pathTo = (kind: RegisterKind): string => `/registers/${kind}`;

/** 台账: every register with what is current. */
export function registersPage(current: readonly [RegisterKind, RegisterImportRecord | null][]): Markup {
  const rows = current.map(([kind, found]) => [
    html`<a href="${pathTo(kind)}">${told(SHEETS[kind].title)}</a>`,
    found?.no ?? t('尚未导入'),
    found?.rows ?? null,
    found === null ? null : beijing(found.at),
    found === null ? null : asWritten(found.by),
  ]);
  const columns = [
    { title: t('台账') },
    { title: t('第几版'), numeric: true },
    { title: t('行数'), numeric: true },
    ...titled('导入时间', '导入人'),
  ];
  const body = html`<p class="lead">${t('评选所依据的名单和台账。导入后成为现行版本；已经启动的批次仍以启动时的版本为准。')}</p>
${table(t('各台账的现行版本'), columns, rows)}`;
  return page({ title: t('台账'), body });
}

export interface RegisterView {
  kind: RegisterKind;
  /** All imports, the latest first. */
  history: RegisterImportRecord[];
  csrf: string;
  state: FormState;
}

const SHOWN_IMPORTS = 50;

/** One register: what is current, the way to import a file, and everything imported before. */
export function registerPage({ kind, history, csrf, state }: RegisterView): Markup {
  const { title, about } = SHEETS[kind];
  const [current] = history;
  const body = html`${errorSummary(state)}
<p><a href="/registers">${t('全部台账')}</a></p>
<p class="lead">${told(about)}</p>
${current === undefined ? panel('warn', html`<p>${t('这个台账还没有导入过。')}</p>`) : panel('good', html`<p>${tm('现行第 {no} 版，{rows} 行，{time}由 {by} 导入。', { no: current.no, rows: current.rows, time: beijing(current.at), by: asWritten(current.by) })}<a href="${pathTo(kind)}/export.xlsx">${t('下载现行版本（Excel）')}</a></p>`)}
<h2>${t('导入文件')}</h2>
<p>${t('可以上传 Excel（.xlsx）或 CSV 文件，不超过 {limit} MB，须为完整的台账：文件里没有的行会被删除。上传后先显示与现行版本的差别，确认后才会导入。', { limit: MAX_PAGE_FILE_BYTES / MB })}<a href="${pathTo(kind)}/template.xlsx">${t('下载空白表（含填写说明）')}</a></p>
${uploadForm(kind, csrf, state)}
<h2>${t('历史版本')}</h2>${history.length === 0 ? html`<p>${t('还没有历史版本。')}</p>` : historyTable(history)}`;
  return page({ title: known(title), faulty: state.errors.length > 0, body });
}

function uploadForm(kind: RegisterKind, csrf: string, state: FormState): Markup {
  const wrong = state.errors.map(({ message }) => message);
  const id = fieldId('file');
  return html`<form method="post" action="${pathTo(kind)}" enctype="multipart/form-data">${hidden('csrf', csrf)}
<div class="field${wrong.length > 0 ? ' wrong' : ''}"><label class="label" for="${id}">${t('台账文件（.xlsx 或 .csv）')}</label>
${wrong.length === 0 ? null : html`<p class="message" id="${id}-error">${marked(wrong.join(' '))}</p>`}<input id="${id}" type="file" name="file" accept=".xlsx,.csv,.json"${
    wrong.length > 0 ? html` aria-invalid="true" aria-describedby="${id}-error"` : null
  }></div>
${submit(t('上传并比较'))}</form>`;
}

function historyTable(history: readonly RegisterImportRecord[]): Markup {
  const numbers = (['第几版', '行数', '新增', '修改', '删除', '未导入的行'] as const).map((title) => ({
    title: t(title),
    numeric: true,
  }));
  const columns = [...numbers, ...titled('导入时间', '导入人', '理由', '版本')];
  const rows = history
    .slice(0, SHOWN_IMPORTS)
    .map((one) => [
      ...[one.no, one.rows, one.added, one.changed, one.removed, one.skipped],
      ...[beijing(one.at), asWritten(one.by), asWritten(one.reason), html`<code>${one.version.slice(0, 12)}</code>`],
    ]);
  return html`${table(t('历次导入，最近的在前'), columns, rows)}${
    history.length > SHOWN_IMPORTS
      ? html`<p class="hint">${t('只列出最近 {count} 次。', { count: SHOWN_IMPORTS })}</p>`
      : null
  }`;
}

/** What identifies a file and a version to people who compare two screens. */
export const versionFacts = (fileSha256: string, version: string): Markup =>
  facts([
    [t('文件 SHA-256'), html`<code>${fileSha256}</code>`],
    [t('台账版本'), html`<code>${version}</code>`],
  ]);

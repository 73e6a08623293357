import { SHEETS } from '../../registers/columns.ts';
import { MAX_PAGE_FILE_BYTES } from '../../registers/limits.ts';
import type { RegisterImportRecord } from '../../schemas/records.ts';
import type { RegisterKind } from '../../schemas/registers.ts';
import { errorSummary, type FormState, fieldId, hidden, submit } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { page } from '../layout.ts';
import { facts, panel, table } from '../parts.ts';
import { beijing } from '../time.ts';

const MB = 1024 * 1024;
const pathTo = (kind: RegisterKind): string => `/registers/${kind}`;

/** 台账: every register with what is current. */
export function registersPage(current: readonly [RegisterKind, RegisterImportRecord | null][]): Markup {
  const rows = current.map(([kind, found]) => [
    html`<a href="${pathTo(kind)}">${SHEETS[kind].title}</a>`,
    found?.no ?? '尚未导入',
    found?.rows ?? null,
    found === null ? null : beijing(found.at),
    found?.by ?? null,
  ]);
  const columns = [
    { title: '台账' },
    { title: '第几版', numeric: true },
    { title: '行数', numeric: true },
    { title: '导入时间' },
    { title: '导入人' },
  ];
  const body = html`<p class="lead">评选所依据的名单和台账。导入后成为现行版本；已经启动的批次仍以启动时的版本为准。</p>
${table('各台账的现行版本', columns, rows)}`;
  return page({ title: '台账', body });
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
<p><a href="/registers">全部台账</a></p>
<p class="lead">${about}</p>
${current === undefined ? panel('warn', html`<p>这个台账还没有导入过。</p>`) : panel('good', html`<p>现行第 ${current.no} 版，${current.rows} 行，${beijing(current.at)}由 ${current.by} 导入。<a href="${pathTo(kind)}/export.xlsx">下载现行版本（Excel）</a></p>`)}
<h2>导入文件</h2>
<p>可以上传 Excel（.xlsx）或 CSV 文件，不超过 ${MAX_PAGE_FILE_BYTES / MB} MB，须为完整的台账：文件里没有的行会被删除。上传后先显示与现行版本的差别，确认后才会导入。<a href="${pathTo(kind)}/template.xlsx">下载空白表（含填写说明）</a></p>
${uploadForm(kind, csrf, state)}
<h2>历史版本</h2>${history.length === 0 ? html`<p>还没有历史版本。</p>` : historyTable(history)}`;
  return page({ title, faulty: state.errors.length > 0, body });
}

function uploadForm(kind: RegisterKind, csrf: string, state: FormState): Markup {
  const wrong = state.errors.map(({ message }) => message);
  const id = fieldId('file');
  return html`<form method="post" action="${pathTo(kind)}" enctype="multipart/form-data">${hidden('csrf', csrf)}
<div class="field${wrong.length > 0 ? ' wrong' : ''}"><label class="label" for="${id}">台账文件（.xlsx 或 .csv）</label>
${wrong.length === 0 ? null : html`<p class="message" id="${id}-error">${wrong.join(' ')}</p>`}<input id="${id}" type="file" name="file" accept=".xlsx,.csv,.json"${
    wrong.length > 0 ? html` aria-invalid="true" aria-describedby="${id}-error"` : null
  }></div>
${submit('上传并比较')}</form>`;
}

function historyTable(history: readonly RegisterImportRecord[]): Markup {
  const columns = [
    { title: '第几版', numeric: true },
    { title: '行数', numeric: true },
    { title: '新增', numeric: true },
    { title: '修改', numeric: true },
    { title: '删除', numeric: true },
    { title: '未导入的行', numeric: true },
    { title: '导入时间' },
    { title: '导入人' },
    { title: '理由' },
    { title: '版本' },
  ];
  const rows = history
    .slice(0, SHOWN_IMPORTS)
    .map((one) => [
      ...[one.no, one.rows, one.added, one.changed, one.removed, one.skipped],
      ...[beijing(one.at), one.by, one.reason, html`<code>${one.version.slice(0, 12)}</code>`],
    ]);
  return html`${table('历次导入，最近的在前', columns, rows)}${
    history.length > SHOWN_IMPORTS ? html`<p class="hint">只列出最近 ${SHOWN_IMPORTS} 次。</p>` : null
  }`;
}

/** What identifies a file and a version to people who compare two screens. */
export const versionFacts = (fileSha256: string, version: string): Markup =>
  facts([
    ['文件 SHA-256', html`<code>${fileSha256}</code>`],
    ['台账版本', html`<code>${version}</code>`],
  ]);

import type { Places } from '../../registers/column.ts';
import { fieldOf, SHEETS } from '../../registers/columns.ts';
import type { Preview } from '../../registers/import.ts';
import { shownField, shownRefusals, shownRow } from '../../registers/show.ts';
import type { RegisterImportRecord } from '../../schemas/records.ts';
import { checkbox, errorSummary, type FormState, hidden, submit } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { page } from '../layout.ts';
import { panel, table } from '../parts.ts';
import { beijing } from '../time.ts';
import { reasonField } from './forms.ts';
import { versionFacts } from './registers.ts';

export interface ImportView {
  preview: Preview;
  places: Places;
  csrf: string;
  state: FormState;
  /** Somebody else's import that became current after the person looked. */
  overtaken: RegisterImportRecord | null;
}

/** Longer lists are cut: the file itself has the rest, and the counts are complete. */
const SHOWN = 200;

/** What the uploaded file would change, and the form that makes it the new version. */
export function importPage(view: ImportView): Markup {
  const { preview, state } = view;
  const { kind, current, rows, refusedRows, notes, differences, fileSha256, version } = preview;
  const { added, changed, removed, unchanged } = differences;
  const same = current?.version === version;
  const against =
    current === null ? '首次导入，没有现行版本可比。' : `与现行第 ${current.no} 版（${current.rows} 行）相比：`;
  const body = html`${errorSummary(state)}${overtaken(view)}
<p><a href="/registers/${kind}">回到台账，换一个文件</a></p>
${panel(
  refusedRows > 0 || removed.length > 0 ? 'warn' : 'plain',
  html`<p>文件读出 ${rows.length} 行，未能读出 ${refusedRows} 行。${against}</p>
<p><strong>新增 ${added.length}，修改 ${changed.length}，删除 ${removed.length}，不变 ${unchanged}。</strong>还没有导入。</p>`,
)}
${notes.length === 0 ? null : html`<h2>提示</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${refusedTable(preview)}${changedTable(view)}${rowTable(view, '删除的行', removed)}${rowTable(view, '新增的行', added)}
<h2 id="decide">导入</h2>${same ? html`<p>与现行第 ${current.no} 版相同，无需导入。</p>` : applyForm(view)}
${versionFacts(fileSha256, version)}`;
  return page({ title: `比较：${SHEETS[kind].title}`, faulty: state.errors.length > 0, body });
}

function overtaken({ overtaken: other }: ImportView): Markup | null {
  if (other === null) return null;
  const text = `${other.by} 在 ${beijing(other.at)}导入了第 ${other.no} 版，您的文件没有导入。下面已改为与第 ${other.no} 版比较，请重新核对后再导入。`;
  return html`<div class="panel bad" role="alert"><p>${text}</p></div>`;
}

const cut = (count: number, what: string): Markup | null =>
  count > SHOWN ? html`<p class="hint">共 ${count} ${what}，只列出前 ${SHOWN} ${what}。</p>` : null;

function refusedTable({ refused, refusedRows }: Preview): Markup | null {
  if (refused.length === 0) return null;
  const shown = shownRefusals(refused);
  const rows = shown.slice(0, SHOWN).map(({ row, column, reason }) => [row, column, reason]);
  const columns = [{ title: '行', numeric: true }, { title: '列' }, { title: '原因' }];
  return html`<h2>未能读出的行</h2>${table(`未能读出 ${refusedRows} 行，行号与文件中的相同`, columns, rows)}${cut(shown.length, '处')}`;
}

function changedTable({ preview: { kind, differences }, places }: ImportView): Markup | null {
  const { changed } = differences;
  if (changed.length === 0) return null;
  const rows = changed
    .slice(0, SHOWN)
    .flatMap(({ before, after, columns }) =>
      columns.map((column, i) => [
        i === 0 ? shownRow(kind, after, places) : '',
        column.title,
        shownField(column, fieldOf(before, column), places),
        shownField(column, fieldOf(after, column), places),
      ]),
    );
  const columns = [{ title: '行' }, { title: '列' }, { title: '原来' }, { title: '现在' }];
  return html`<h2>修改的行</h2>${table(`修改 ${changed.length} 行`, columns, rows)}${cut(changed.length, '行')}`;
}

function rowTable({ preview: { kind }, places }: ImportView, title: string, rows: Preview['rows']): Markup | null {
  if (rows.length === 0) return null;
  const columns = SHEETS[kind].columns.filter(({ field }) => !field.includes('.')).slice(0, 8);
  return html`<h2>${title}</h2>${table(
    `${title}，共 ${rows.length} 行`,
    columns.map((column) => ({ title: column.title })),
    rows.slice(0, SHOWN).map((row) => columns.map((column) => shownField(column, fieldOf(row, column), places))),
  )}${cut(rows.length, '行')}`;
}

function applyForm({ preview, csrf, state }: ImportView): Markup {
  const { kind, fileSha256, version, current, refusedRows, rows } = preview;
  if (rows.length === 0 && refusedRows > 0) return html`<p>没有一行可以导入，请改正文件后重新上传。</p>`;
  const skip = {
    name: 'skipRefused',
    label: `不导入未能读出的 ${refusedRows} 行，只导入其余 ${rows.length} 行`,
    hint: '最好改正文件后重新上传。确实不要这些行的，请勾选；会记录在历史中。',
  };
  return html`<form method="post" action="/registers/${kind}/${fileSha256}" accept-charset="utf-8">
${hidden('csrf', csrf)}${hidden('version', version)}${hidden('expected', String(current?.no ?? 0))}${hidden('refused', String(refusedRows))}
${refusedRows > 0 ? checkbox(skip, state) : null}
${reasonField('为什么导入，如“2025 年第二批验收结果”。会记录在历史中，不超过 500 字。', state)}${submit('导入为新版本')}</form>`;
}

import type { Places } from '../../registers/column.ts';
import { fieldOf, SHEETS } from '../../registers/columns.ts';
import type { Preview } from '../../registers/import.ts';
import { shownRefusals } from '../../registers/show.ts';
import type { RegisterImportRecord } from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { checkbox, errorSummary, type FormState, hidden, submit } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { known, listed, marked, told } from '../own.ts';
import { panel, table, titled } from '../parts.ts';
import { beijing } from '../time.ts';
import { reasonField } from './forms.ts';
import { cellOf, lineOf, saidOfFile } from './register-words.ts';
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
    current === null
      ? t('首次导入，没有现行版本可比。')
      : t('与现行第 {no} 版（{rows} 行）相比：', { no: current.no, rows: current.rows });
  const counts = { added: added.length, changed: changed.length, removed: removed.length, unchanged };
  const body = html`${errorSummary(state)}${overtaken(view)}
<p><a href="/registers/${kind}">${t('回到台账，换一个文件')}</a></p>
${panel(
  refusedRows > 0 || removed.length > 0 ? 'warn' : 'plain',
  html`<p>${t('文件读出 {rows} 行，未能读出 {refused} 行。', { rows: rows.length, refused: refusedRows })}${against}</p>
<p><strong>${t('新增 {added}，修改 {changed}，删除 {removed}，不变 {unchanged}。', counts)}</strong>${t('还没有导入。')}</p>`,
)}
${notes.length === 0 ? null : html`<h2>${t('提示{notes}', { notes: '' })}</h2><ul>${notes.map((note) => html`<li>${marked(saidOfFile(note))}</li>`)}</ul>`}
${refusedTable(preview)}${changedTable(view)}${rowTable(view, 'removed')}${rowTable(view, 'added')}
<h2 id="decide">${t('导入')}</h2>${same ? html`<p>${t('与现行第 {no} 版相同，无需导入。', { no: current.no })}</p>` : applyForm(view)}
${versionFacts(fileSha256, version)}`;
  const title = t('比较：{title}', { title: known(SHEETS[kind].title) });
  return page({ title, faulty: state.errors.length > 0, body });
}

function overtaken({ overtaken: other }: ImportView): Markup | null {
  if (other === null) return null;
  const text = tm(
    '{by} 在 {time}导入了第 {no} 版，您的文件没有导入。下面已改为与第 {no} 版比较，请重新核对后再导入。',
    { by: asWritten(other.by), time: beijing(other.at), no: other.no },
  );
  return html`<div class="panel bad" role="alert"><p>${text}</p></div>`;
}

const cut = (
  count: number,
  text: Text &
    (
      | '共 {count} 行，只列出前 {shown} 行。'
      | '共 {count} 处，只列出前 {shown} 处。'
    ) = '共 {count} 行，只列出前 {shown} 行。',
): Markup | null => (count > SHOWN ? html`<p class="hint">${t(text, { count, shown: SHOWN })}</p>` : null);

function refusedTable({ refused, refusedRows }: Preview): Markup | null {
  if (refused.length === 0) return null;
  const shown = shownRefusals(refused);
  const rows = shown
    .slice(0, SHOWN)
    .map(({ row, column, reason }) => [row, listed(column.split('、').map(told)), marked(saidOfFile(reason))]);
  const columns = [{ title: t('行'), numeric: true }, ...titled('列', '原因')];
  const caption = t('未能读出 {count} 行，行号与文件中的相同', { count: refusedRows });
  return html`<h2>${t('未能读出的行')}</h2>${table(caption, columns, rows)}${cut(shown.length, '共 {count} 处，只列出前 {shown} 处。')}`;
}

function changedTable({ preview: { kind, differences }, places }: ImportView): Markup | null {
  const { changed } = differences;
  if (changed.length === 0) return null;
  const rows = changed
    .slice(0, SHOWN)
    .flatMap(({ before, after, columns }) =>
      columns.map((column, i) => [
        i === 0 ? lineOf(kind, after, places) : '',
        told(column.title),
        cellOf(column, fieldOf(before, column), places),
        cellOf(column, fieldOf(after, column), places),
      ]),
    );
  const caption = t('修改 {count} 行', { count: changed.length });
  return html`<h2>${t('修改的行')}</h2>${table(caption, titled('行', '列', '原来', '现在'), rows)}${cut(changed.length)}`;
}

const ROWS = {
  removed: { title: '删除的行', caption: '删除的行，共 {count} 行' },
  added: { title: '新增的行', caption: '新增的行，共 {count} 行' },
} as const;

function rowTable({ preview: { kind, differences }, places }: ImportView, which: keyof typeof ROWS): Markup | null {
  const rows: Preview['rows'] = differences[which];
  if (rows.length === 0) return null;
  const { title, caption } = ROWS[which];
  const columns = SHEETS[kind].columns.filter(({ field }) => !field.includes('.')).slice(0, 8);
  return html`<h2>${t(title)}</h2>${table(
    t(caption, { count: rows.length }),
    columns.map((column) => ({ title: known(column.title) })),
    rows.slice(0, SHOWN).map((row) => columns.map((column) => cellOf(column, fieldOf(row, column), places))),
  )}${cut(rows.length)}`;
}

function applyForm({ preview, csrf, state }: ImportView): Markup {
  const { kind, fileSha256, version, current, refusedRows, rows } = preview;
  if (rows.length === 0 && refusedRows > 0) return html`<p>${t('没有一行可以导入，请改正文件后重新上传。')}</p>`;
  const skip = {
    name: 'skipRefused',
    label: t('不导入未能读出的 {refused} 行，只导入其余 {rows} 行', { refused: refusedRows, rows: rows.length }),
    hint: t('最好改正文件后重新上传。确实不要这些行的，请勾选；会记录在历史中。'),
  };
  return html`<form method="post" action="/registers/${kind}/${fileSha256}" accept-charset="utf-8">
${hidden('csrf', csrf)}${hidden('version', version)}${hidden('expected', String(current?.no ?? 0))}${hidden('refused', String(refusedRows))}
${refusedRows > 0 ? checkbox(skip, state) : null}
${reasonField(t('为什么导入，如“2025 年第二批验收结果”。会记录在历史中，不超过 500 字。'), state)}${submit(t('导入为新版本'))}</form>`;
}

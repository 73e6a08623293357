import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beijing } from '../../shared/http/time.ts';
import type { Places } from '../../shared/registers/column.ts';
import { fieldOf, SHEETS } from '../../shared/registers/columns.ts';
import { applyImport, type Outcome, type Preview, previewImport } from '../../shared/registers/import.ts';
import { shownField, shownRefusals, shownRow } from '../../shared/registers/show.ts';
import { registerCsv, registerWorkbook, templateWorkbook } from '../../shared/registers/write.ts';
import type { RegisterImportRecord } from '../../shared/schemas/records.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../shared/schemas/registers.ts';
import { currentImports, importedRows, registerHistory } from '../../shared/store/register-versions.ts';
import { CliError } from './errors.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import { placesIn, readBytes } from './register-files.ts';
import { hashedRows, otherKeys } from './register-ids.ts';
import type { Said } from './round.ts';

const titled = (kind: RegisterKind): string => `《${SHEETS[kind].title}》`;
const short = (hash: string): string => hash.slice(0, 12);

/** Writes blank workbooks to fill in. */
export async function writeTemplates({ kind, out, policy }: Values<'registers template'>): Promise<Said> {
  const places = placesIn(policy);
  mkdirSync(out, { recursive: true });
  const paths: string[] = [];
  for (const one of kind === 'all' ? REGISTER_KINDS : [kind]) {
    const path = join(out, `${SHEETS[one].title}.xlsx`);
    writeFileSync(path, await templateWorkbook(one, places));
    paths.push(path);
  }
  return { text: paths.map((path) => `${path}\n`).join(''), good: true };
}

/** Compares a file with the register's current rows; only with `--apply` it becomes the new version. */
export async function importRegister(place: Place, values: Values<'registers import'>): Promise<Said> {
  const places = placesIn(values.policy);
  const made = await bytesOf(values, places);
  if (!made.ok) return made.said;
  const { bytes } = made;
  const read = await previewImport(place, values.kind, bytes, places);
  if (!read.ok) {
    const rows = read.faults.map(({ code, message }) => [code, message]);
    return { text: `${titled(values.kind)}无法导入：\n${table(['代码', '问题'], rows)}`, good: false };
  }
  const { preview } = read;
  const strange = await otherKeys(place.table, values.kind, preview.rows);
  const shown = `${made.notes}${strange.map(differentKey).join('')}${describe(preview, places)}`;
  const skip = values['skip-refused'] === true ? preview.refusedRows : 0;
  if (values.apply !== true) {
    const text = `${shown}\n以上是预演，没有改动。确认后用 --apply --by 姓名 --reason 理由 导入。\n`;
    return { text, good: preview.refusedRows === skip };
  }
  const { by = '', reason = '' } = values;
  const expected = preview.current?.no ?? 0;
  const outcome = await applyImport(place, preview, bytes, { by, via: 'command-line', reason, skip, expected });
  return { text: `${shown}\n${told(outcome, preview)}`, good: ['applied', 'unchanged'].includes(outcome.status) };
}

const differentKey = (title: string): string =>
  `提示：与现行《${title}》的证件号码不是用同一密钥加密的，无法比对，法定代表人的回避将不能自动识别。\n`;

/** A file as it is; or, with the key, what becomes of it when its ids are hashed: nothing else is kept. */
async function bytesOf(
  values: Values<'registers import'>,
  places: Places,
): Promise<{ ok: true; bytes: Uint8Array; notes: string } | { ok: false; said: Said }> {
  const keyFile = values['id-key-file'];
  if (keyFile === undefined) return { ok: true, bytes: readBytes(values.file), notes: '' };
  const read = await hashedRows(values.kind, values.file, keyFile, places);
  if (!read.ok) return read;
  const bytes = new TextEncoder().encode(registerCsv(values.kind, read.rows, places));
  return { ok: true, bytes, notes: read.notes.map((note) => `提示：${note}\n`).join('') };
}

function told(outcome: Outcome, { kind, refusedRows, rows }: Preview): string {
  switch (outcome.status) {
    case 'applied':
      return `已导入${titled(kind)}第 ${outcome.record.no} 版，${outcome.record.rows} 行，版本 ${outcome.record.version}。\n`;
    case 'unchanged':
      return `与现行第 ${outcome.current.no} 版相同，没有改动。\n`;
    case 'refused':
      return rows.length === 0
        ? '没有一行可以导入，没有改动。\n'
        : `有 ${refusedRows} 行未能读出，没有改动。请改正；确实不要这些行的，加 --skip-refused。\n`;
    case 'stale':
      return `其他人刚刚导入了第 ${outcome.current?.no ?? 0} 版，没有改动。请重新预演。\n`;
    default:
      return outcome satisfies never;
  }
}

/** All that an import would change, row by row. */
function describe<K extends RegisterKind>(preview: Preview<K>, places: Places): string {
  const { kind, current, rows, notes, refused, refusedRows, differences } = preview;
  const { added, removed, changed, unchanged } = differences;
  const list = (mark: string, some: typeof rows) =>
    some.map((row) => `${mark} ${shownRow(kind, row, places)}\n`).join('');
  const against = current === null ? '首次导入' : `与现行第 ${current.no} 版（${current.rows} 行）相比`;
  return [
    `${titled(kind)}读出 ${rows.length} 行。${against}：新增 ${added.length}，修改 ${changed.length}，删除 ${removed.length}，不变 ${unchanged}；未能读出 ${refusedRows} 行。\n`,
    notes.map((note) => `提示：${note}\n`).join(''),
    list('+', added),
    list('-', removed),
    changed
      .map((one) => {
        const fields = one.columns.map((column) => {
          const [before, after] = [one.before, one.after].map((row) =>
            shownField(column, fieldOf(row, column), places),
          );
          return `    ${column.title}：${before} → ${after}\n`;
        });
        return `~ ${shownRow(kind, one.after, places)}\n${fields.join('')}`;
      })
      .join(''),
    refused.length === 0
      ? ''
      : `\n未能读出的行：\n${table(
          ['行', '列', '原因'],
          shownRefusals(refused).map(({ row, column, reason }) => [`${row}`, column, reason]),
        )}`,
  ].join('');
}

/** Every register's current version. */
export async function listRegisters({ table: records }: Place): Promise<Said> {
  const rows = (await currentImports(records)).map(([kind, found]) =>
    found === null
      ? [kind, SHEETS[kind].title, '', '', '', '尚未导入', '']
      : [kind, SHEETS[kind].title, `${found.no}`, `${found.rows}`, short(found.version), beijing(found.at), found.by],
  );
  return { text: table(['台账', '名称', '第几版', '行数', '版本', '导入时间', '导入人'], rows), good: true };
}

/** Every import of a register, the latest first. */
export async function showHistory({ table: records }: Place, kind: RegisterKind): Promise<Said> {
  const imports = await registerHistory(records, kind);
  if (imports.length === 0) return { text: `${titled(kind)}尚未导入过。\n`, good: true };
  const rows = imports.map((one) => [
    ...[`${one.no}`, `${one.rows}`, `${one.added}`, `${one.changed}`, `${one.removed}`, `${one.skipped}`],
    ...[short(one.version), short(one.fileSha256), beijing(one.at), one.by, one.reason.replaceAll('\n', ' ')],
  ]);
  const heads = [
    '第几版',
    '行数',
    '新增',
    '修改',
    '删除',
    '跳过',
    '版本',
    '文件 SHA-256',
    '导入时间',
    '导入人',
    '理由',
  ];
  return { text: `${titled(kind)}\n${table(heads, rows)}`, good: true };
}

/** Writes a version's rows as Excel or CSV, by the name's end. @throws CliError register.unknown-version */
export async function exportRegister({ table: records }: Place, values: Values<'registers export'>): Promise<Said> {
  const { kind, out, version, policy } = values;
  const imports = await registerHistory(records, kind);
  const found = version === undefined ? imports[0] : imports.find((one) => isNamed(one, version));
  if (found === undefined)
    throw new CliError(
      'register.unknown-version',
      imports.length === 0 ? `${titled(kind)}尚未导入过。` : `${titled(kind)}没有版本 ${version}。`,
    );
  const rows = await importedRows(records, kind, found.version);
  const places = placesIn(policy);
  writeFileSync(
    out,
    out.endsWith('.csv') ? registerCsv(kind, rows, places) : await registerWorkbook(kind, rows, places),
  );
  return { text: `${titled(kind)}第 ${found.no} 版，${rows.length} 行，已写入 ${out}。\n`, good: true };
}

/** By its number, or by at least the first eight characters of its hash. */
const isNamed = (one: RegisterImportRecord, name: string): boolean =>
  /^\d{1,6}$/.test(name) ? one.no === Number(name) : name.length >= 8 && one.version.startsWith(name);

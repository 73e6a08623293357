import { type FormField, formFields } from '../../package/form.ts';
import { attachmentTitles } from '../../package/titles.ts';
import type { Policy } from '../../policy/schema.ts';
import { AttachmentKind, type PackageManifest } from '../../schemas/package.ts';
import type { ApplicationRecord } from '../../schemas/records.ts';
import type { PilotRow, ProviderRow } from '../../schemas/registers.ts';
import type { Text } from '../english/texts.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { FINDING_OUTCOMES, PRESENCE, PROVIDER_TYPES } from '../labels.ts';
import { t, titleOf, tm } from '../language.ts';
import { type Fact, facts, table, tag, titled } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { sumOf } from '../sums.ts';
import { beijing, chineseDate } from '../time.ts';
import { categoryTitle } from './console/frame.ts';
import type { ApplicationView } from './task-view.ts';

/** Fields of an application that stand elsewhere on the page, or say nothing to a reviewer. */
const ELSEWHERE = new Set(['name', 'legalPerson', 'contact', 'publicityConsent', 'attachments']);

export const districtTitle = (policy: Policy, code: string | null): Markup | string =>
  code === null ? t('未确定') : asWritten(policy.districts.find((district) => district.code === code)?.name ?? code);

const industryName = (policy: Policy, code: string) =>
  asWritten(policy.industries.find((industry) => industry.code === code)?.name ?? code);

/** What is applied for, and by whom. */
export const identityFacts = (
  { category, name, uscc, title }: Pick<ApplicationRecord, 'category' | 'name' | 'uscc' | 'title'>,
  policy: Policy,
): Fact[] => [
  [t('申报类别'), categoryTitle(policy, category)],
  [t('申报主体'), asWritten(name)],
  [t('统一社会信用代码'), uscc],
  ...(title === name ? [] : [[t('申报名称'), asWritten(title)] satisfies Fact]),
];

const contactFacts = ({ legalPerson, contact: { name, phone } }: PackageManifest): Fact[] => [
  [t('法定代表人'), asWritten(legalPerson)],
  [t('联系人'), tm('{name}，{phone}', { name: asWritten(name), phone })],
];

/** Who applies with what. `contact` only for those who may have to call. */
export function applicationFacts(view: ApplicationView, policy: Policy, options: { contact: boolean }): Markup {
  const { application, manifest } = view;
  return facts([
    ...identityFacts(application, policy),
    [t('所属区（市）'), districtTitle(policy, application.district)],
    [
      t('材料版本'),
      t('第 {version} 版，{time}收到', { version: application.version, time: beijing(application.receivedAt) }),
    ],
    ...(options.contact ? contactFacts(manifest) : []),
  ]);
}

/** A register's version is a hash; its beginning tells it apart well enough for a reader. */
const readable = (evidence: string): string => evidence.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…');

/** What the rules found, the unfavourable first: rules flag, a person decides. */
export function findings({ application }: ApplicationView): Markup {
  const order = ['fail', 'needs-person', 'pass'];
  const sorted = application.findings.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return table(
    t('系统按台账核对的结果，仅供参考，由审查人员决定'),
    titled('资格条件', '结果', '依据', '方案条款'),
    sorted.map((finding) => {
      const { text, tone } = FINDING_OUTCOMES[finding.outcome];
      return [
        recorded(finding.title),
        tag(tone, t(text)),
        recorded(readable(finding.evidence)),
        asWritten(finding.clause),
      ];
    }),
  );
}

function pilotFigures(pilot: PilotRow, policy: Policy): Markup {
  const graded = Object.values(pilot.grades).filter((grade) => grade >= 2).length;
  return facts([
    [t('验收结论'), pilot.passed ? t('通过') : t('未通过')],
    [
      t('数字化水平等级'),
      t('改造前 {before} 级，验收认定 {level} 级', { before: pilot.levelBefore, level: pilot.level }),
    ],
    [t('评测得分'), t('{points} 分', { points: pilot.pointsScore / 10 })],
    [t('达到二级及以上的场景'), t('{n} 个', { n: graded })],
    [t('认定投入'), sumOf(pilot.investmentFen)],
    [t('验收批次与日期'), t('第 {batch} 批，{date}', { batch: pilot.batch, date: chineseDate(pilot.acceptedOn) })],
    [t('所属行业'), industryName(policy, pilot.industry)],
  ]);
}

const providerFigures = (provider: ProviderRow, policy: Policy): Markup =>
  facts([
    [t('资源池类型'), t(PROVIDER_TYPES[provider.type])],
    [t('在青机构'), t(PRESENCE[provider.presence])],
    [t('所在区（市）'), districtTitle(policy, provider.district)],
  ]);

/** The figures that count: from the registers, not as declared (三(一)1–2). */
export function registerFigures({ pilot, provider }: ApplicationView, policy: Policy): Markup {
  if (pilot === null && provider === null) return html`<p>${t('台账中没有该申报主体的记录。')}</p>`;
  return html`${pilot === null ? null : pilotFigures(pilot, policy)}${provider === null ? null : providerFigures(provider, policy)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What one field says, on one line. */
function said({ input, options }: FormField, value: unknown): Markup | string {
  const word = (code: unknown): Markup | string => {
    const option = options?.find((one) => one.value === code);
    return option?.titleEn === undefined
      ? asWritten(option?.title ?? String(code))
      : titleOf({ ...option, titleEn: option.titleEn });
  };
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value))
    return value.length === 0 ? t('无') : html`${value.map((one, i) => html`${i === 0 ? '' : t('、')}${word(one)}`)}`;
  if (input === 'money') return sumOf(Number(value));
  return input === 'date' ? chineseDate(String(value)) : word(value);
}

const UNITS = { 元: '{n} 元', 人: '{n} 人', 级: '{n} 级' } as const;

function rows(field: FormField, items: unknown[]): Markup {
  const columns = field.fields ?? [];
  if (items.length === 0) return html`<p>${t('无')}</p>`;
  return table(
    t('{title}，共 {n} 项', { title: titleOf(field), n: items.length }),
    columns.map((column) => ({ title: titleOf(column) })),
    items.map((item) => columns.map((column) => said(column, isObject(item) ? item[column.path[0] ?? ''] : undefined))),
  );
}

/** Longer ones are easier to read as a paragraph than beside their title. */
const ONE_LINE = 30;

function declared(field: FormField, value: unknown): Markup {
  const heading = html`<h3>${titleOf(field)}</h3>`;
  if (field.input === 'group')
    return html`${heading}${(field.fields ?? []).map((inner) => declared(inner, at(value, inner)))}`;
  if (field.input === 'table') return html`${heading}${rows(field, itemsOf(value))}`;
  if (field.input === 'long-text' && String(value).length > ONE_LINE) return html`${heading}${written(String(value))}`;
  const n = said(field, value);
  const { unit } = field;
  return facts([[titleOf(field), unit === undefined || field.input === 'money' ? n : tm(UNITS[unit], { n })]]);
}

const at = (value: unknown, { path }: FormField): unknown => (isObject(value) ? value[path.at(-1) ?? ''] : undefined);

/** What the applicant wrote, field by field, in the order of the package's format. */
export function declaration({ manifest }: ApplicationView, policy: Policy): Markup {
  const shown = formFields(manifest.category, policy).filter(({ path }) => !ELSEWHERE.has(path[0] ?? ''));
  return html`${shown.filter((field) => at(manifest, field) !== '').map((field) => declared(field, at(manifest, field)))}`;
}

const kib = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** What nobody vouches for must be said where people open it. */
const UNSCANNED: Record<ApplicationView['scan'], Text | null> = {
  none: '以上文件未经恶意软件扫描，打开时请保持本机的防护软件开启。',
  unsupported: '恶意软件扫描未能检查以上文件，打开时请保持本机的防护软件开启。',
  clean: null,
};

const unscanned = (says: Text | null): Markup | null => (says === null ? null : html`<p class="hint">${t(says)}</p>`);

function kindTitle(code: string): string {
  const { success, data } = AttachmentKind.safeParse(code);
  return success ? titleOf(attachmentTitles(data)) : code;
}

const fileName = (path: string): Markup | string => asWritten(path.split('/').at(-1) ?? path);

/** @param base address under which the task's attachments are served, by position */
export function attachments({ files, scan }: ApplicationView, base: string): Markup {
  const numbered = files.map((file, n) => ({ ...file, n })).filter((file) => file.kind !== 'manifest');
  const listed = table(
    t('证明材料，共 {n} 份', { n: numbered.length }),
    [...titled('材料', '文件'), { title: t('大小'), numeric: true }],
    numbered.map((file) => [
      kindTitle(file.kind),
      html`<a href="${base}/${file.n}" target="_blank" rel="noopener"${isShown(file.contentType) ? html` data-paper` : null}>${fileName(file.path)}</a>`,
      kib(file.size),
    ]),
  );
  return html`${listed}${unscanned(UNSCANNED[scan])}${viewer()}`;
}

/** What browsers show by themselves without running anything of it. All else is only handed over as a file. */
export const isShown = (contentType: string): boolean =>
  ['application/pdf', 'image/png', 'image/jpeg'].includes(contentType);

/** Beside the form where there is room for both; the page's script opens it. */
const viewer = (): Markup =>
  html`<section id="viewer" hidden aria-label="${t('材料查看')}"><p><strong id="viewer-name"></strong> <button type="button" class="quiet small" id="viewer-close">${t('关闭')}</button></p><iframe id="viewer-frame" name="viewer" title="${t('材料查看')}"></iframe></section>`;

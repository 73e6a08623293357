import { yuan } from '../../domain/money.ts';
import { type FormField, formFields } from '../../package/form.ts';
import { attachmentTitle } from '../../package/titles.ts';
import type { Policy } from '../../policy/schema.ts';
import type { PilotRow, ProviderRow } from '../../schemas/registers.ts';
import { html, type Markup, written } from '../html.ts';
import { FINDING_OUTCOMES, PRESENCE, PROVIDER_TYPES } from '../labels.ts';
import { facts, table, tag } from '../parts.ts';
import { beijing, chineseDate } from '../time.ts';
import type { ApplicationView } from './task-view.ts';

/** Fields of an application that stand elsewhere on the page, or say nothing to a reviewer. */
const ELSEWHERE = new Set(['name', 'legalPerson', 'contact', 'publicityConsent', 'attachments']);

const districtName = (policy: Policy, code: string | null) =>
  code === null ? '未确定' : (policy.districts.find((district) => district.code === code)?.name ?? code);

const industryName = (policy: Policy, code: string) =>
  policy.industries.find((industry) => industry.code === code)?.name ?? code;

/** Who applies with what. `contact` only for those who may have to call. */
export function applicationFacts(view: ApplicationView, policy: Policy, options: { contact: boolean }): Markup {
  const { application, manifest } = view;
  return facts([
    ['申报类别', policy.categories[application.category].title],
    ['申报主体', application.name],
    ['统一社会信用代码', application.uscc],
    ...(application.title === application.name ? [] : ([['申报名称', application.title]] as [string, string][])),
    ['所属区（市）', districtName(policy, application.district)],
    ['材料版本', `第 ${application.version} 版，${beijing(application.receivedAt)}收到`],
    ...(options.contact
      ? ([
          ['法定代表人', manifest.legalPerson],
          ['联系人', `${manifest.contact.name}，${manifest.contact.phone}`],
        ] as [string, string][])
      : []),
  ]);
}

/** A register's version is a hash; its beginning tells it apart well enough for a reader. */
const readable = (evidence: string): string => evidence.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…');

/** What the rules found, the unfavourable first: rules flag, a person decides. */
export function findings({ application }: ApplicationView): Markup {
  const order = ['fail', 'needs-person', 'pass'];
  const sorted = application.findings.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return table(
    '系统按台账核对的结果，仅供参考，由审查人员决定',
    [{ title: '资格条件' }, { title: '结果' }, { title: '依据' }, { title: '方案条款' }],
    sorted.map((finding) => {
      const { text, tone } = FINDING_OUTCOMES[finding.outcome];
      return [finding.title, tag(tone, text), readable(finding.evidence), finding.clause];
    }),
  );
}

function pilotFigures(pilot: PilotRow, policy: Policy): Markup {
  const graded = Object.values(pilot.grades).filter((grade) => grade >= 2).length;
  return facts([
    ['验收结论', pilot.passed ? '通过' : '未通过'],
    ['数字化水平等级', `改造前 ${pilot.levelBefore} 级，验收认定 ${pilot.level} 级`],
    ['评测得分', `${pilot.pointsScore / 10} 分`],
    ['达到二级及以上的场景', `${graded} 个`],
    ['认定投入', yuan(pilot.investmentFen)],
    ['验收批次与日期', `第 ${pilot.batch} 批，${chineseDate(pilot.acceptedOn)}`],
    ['所属行业', industryName(policy, pilot.industry)],
  ]);
}

const providerFigures = (provider: ProviderRow, policy: Policy): Markup =>
  facts([
    ['资源池类型', PROVIDER_TYPES[provider.type]],
    ['在青机构', PRESENCE[provider.presence]],
    ['所在区（市）', districtName(policy, provider.district)],
  ]);

/** The figures that count: from the registers, not as declared (三(一)1–2). */
export function registerFigures({ pilot, provider }: ApplicationView, policy: Policy): Markup {
  if (pilot === null && provider === null) return html`<p>台账中没有该申报主体的记录。</p>`;
  return html`${pilot === null ? null : pilotFigures(pilot, policy)}${provider === null ? null : providerFigures(provider, policy)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What one field says, on one line. */
function said({ input, options }: FormField, value: unknown): string {
  const word = (code: unknown) => options?.find((option) => option.value === code)?.title ?? String(code);
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map(word).join('、');
  if (input === 'money') return yuan(Number(value));
  return input === 'date' ? chineseDate(String(value)) : word(value);
}

function rows(field: FormField, items: unknown[]): Markup {
  const columns = field.fields ?? [];
  if (items.length === 0) return html`<p>无</p>`;
  return table(
    `${field.title}，共 ${items.length} 项`,
    columns.map(({ title }) => ({ title })),
    items.map((item) => columns.map((column) => said(column, isObject(item) ? item[column.path[0] ?? ''] : undefined))),
  );
}

/** Longer ones are easier to read as a paragraph than beside their title. */
const ONE_LINE = 30;

function declared(field: FormField, value: unknown): Markup {
  const heading = html`<h3>${field.title}</h3>`;
  if (field.input === 'group')
    return html`${heading}${(field.fields ?? []).map((inner) => declared(inner, at(value, inner)))}`;
  if (field.input === 'table') return html`${heading}${rows(field, itemsOf(value))}`;
  if (field.input === 'long-text' && String(value).length > ONE_LINE) return html`${heading}${written(String(value))}`;
  const unit = field.unit === undefined || field.input === 'money' ? '' : ` ${field.unit}`;
  return facts([[field.title, `${said(field, value)}${unit}`]]);
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
const UNSCANNED: Record<ApplicationView['scan'], Markup> = {
  none: html`<p class="hint">以上文件未经恶意软件扫描，打开时请保持本机的防护软件开启。</p>`,
  unsupported: html`<p class="hint">恶意软件扫描未能检查以上文件，打开时请保持本机的防护软件开启。</p>`,
  clean: html``,
};

/** @param base address under which the task's attachments are served, by position */
export function attachments({ files, scan }: ApplicationView, base: string): Markup {
  const numbered = files.map((file, n) => ({ ...file, n })).filter((file) => file.kind !== 'manifest');
  const listed = table(
    `证明材料，共 ${numbered.length} 份`,
    [{ title: '材料' }, { title: '文件' }, { title: '大小', numeric: true }],
    numbered.map((file) => [
      attachmentTitle(file.kind),
      html`<a href="${base}/${file.n}" target="_blank" rel="noopener"${isShown(file.contentType) ? html` data-paper` : null}>${file.path.split('/').at(-1) ?? file.path}</a>`,
      kib(file.size),
    ]),
  );
  return html`${listed}${UNSCANNED[scan]}${viewer}`;
}

/** What browsers show by themselves without running anything of it. All else is only handed over as a file. */
export const isShown = (contentType: string): boolean =>
  ['application/pdf', 'image/png', 'image/jpeg'].includes(contentType);

/** Beside the form where there is room for both; the page's script opens it. */
const viewer = html`<section id="viewer" hidden aria-label="材料查看"><p><strong id="viewer-name"></strong> <button type="button" class="quiet small" id="viewer-close">关闭</button></p><iframe id="viewer-frame" name="viewer" title="材料查看"></iframe></section>`;

import { yuan } from '../../domain/money.ts';
import { ATTACHMENT_TITLES, fieldTitle } from '../../package/titles.ts';
import type { Policy } from '../../policy/schema.ts';
import { AttachmentKind } from '../../schemas/package.ts';
import type { PilotRow, ProviderRow } from '../../schemas/registers.ts';
import { html, type Markup, written } from '../html.ts';
import { FINDING_OUTCOMES, PRESENCE, PROVIDER_TYPES, SCENARIO_TITLES, VALUE_TITLES } from '../labels.ts';
import { facts, table, tag } from '../parts.ts';
import { beijing, chineseDate } from '../time.ts';
import type { ApplicationView } from './task-view.ts';

/** Fields of a manifest that stand elsewhere on the page, or say nothing to a reader. */
const ELSEWHERE = new Set(['format', 'roundId', 'category', 'uscc', 'name', 'applicationNo', 'contact', 'attachments']);

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
      ? ([['联系人', `${manifest.contact.name}，${manifest.contact.phone}`]] as [string, string][])
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

/** A code as a word, any other text as it is. */
const word = (text: string, policy: Policy): string =>
  (SCENARIO_TITLES as Record<string, string>)[text] ??
  VALUE_TITLES[text] ??
  policy.industries.find(({ code }) => code === text)?.name ??
  text;

const title = (name: string) => fieldTitle([name]) ?? name;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function cell(value: unknown, policy: Policy): string {
  if (Array.isArray(value)) return value.map((item) => cell(item, policy)).join('、');
  return value === null || value === undefined ? '—' : word(String(value), policy);
}

function rows(name: string, items: unknown[], policy: Policy): Markup {
  if (items.length === 0) return html`<p>无</p>`;
  if (!items.every(isObject)) return html`<p>${items.map((item) => cell(item, policy)).join('、')}</p>`;
  const columns = Object.keys(items[0] ?? {});
  return table(
    `${title(name)}，共 ${items.length} 项`,
    columns.map((column) => ({ title: title(column) })),
    items.map((item) => columns.map((column) => cell(item[column], policy))),
  );
}

function declared(name: string, value: unknown, policy: Policy): Markup {
  if (Array.isArray(value)) return html`<h3>${title(name)}</h3>${rows(name, value, policy)}`;
  if (isObject(value))
    return html`<h3>${title(name)}</h3>${Object.entries(value).map(([inner, content]) => declared(inner, content, policy))}`;
  const text = name.endsWith('Fen') ? yuan(Number(value)) : String(value);
  const label = title(name).replace('（分）', '');
  return typeof value === 'string' && value.length > 30
    ? html`<h3>${label}</h3>${written(text)}`
    : facts([[label, text]]);
}

/** What the applicant wrote, field by field, in the order of the package's format. */
export function declaration({ manifest }: ApplicationView, policy: Policy): Markup {
  const fields = Object.entries(manifest).filter(([name, value]) => !ELSEWHERE.has(name) && value !== '');
  return html`${fields.map(([name, value]) => declared(name, value, policy))}`;
}

const kib = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

export const attachmentTitle = (kind: string): string => {
  const known = AttachmentKind.safeParse(kind);
  return known.success ? ATTACHMENT_TITLES[known.data] : kind;
};

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
      html`<a href="${base}/${file.n}">${file.path.split('/').at(-1) ?? file.path}</a>`,
      kib(file.size),
    ]),
  );
  return html`${listed}${UNSCANNED[scan]}`;
}

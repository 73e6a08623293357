import { ascending, type Fault, pathText, repeated } from './faults.ts';
import type { Policy } from './schema.ts';

/** Those top-level parts of a policy that could be read. */
export type PolicyParts = { [K in keyof Policy]?: Policy[K] | undefined };

/** Whether what lies outside the categories makes sense: dates, calendar, levels, panel, lists of codes. */
export function checkProcess(parts: PolicyParts): Fault[] {
  return [
    ...checkDates(parts),
    ...checkCalendar(parts),
    ...checkLevels(parts.digitalLevels),
    ...checkLimits(parts),
    ...checkAttachmentLimits(parts),
    ...repeated(
      (parts.districts ?? []).map(({ code }) => code),
      (n) => ['districts', n, 'code'],
      'list.repeated',
    ),
    ...repeated(
      (parts.industries ?? []).map(({ code }) => code),
      (n) => ['industries', n, 'code'],
      'list.repeated',
    ),
  ];
}

function checkDates({ implementationPeriod, timeline }: PolicyParts): Fault[] {
  const faults: Fault[] = [];
  const order = (path: string, earlier: string, later: string, strictly: boolean) => {
    if (earlier < later || (!strictly && earlier === later)) return;
    faults.push({ path, code: 'dates.out-of-order', message: `${later} 应晚于 ${earlier}` });
  };
  if (implementationPeriod !== undefined) {
    order('implementationPeriod.value.to', implementationPeriod.value.from, implementationPeriod.value.to, false);
  }
  if (timeline !== undefined) {
    // The seconds are optional: pad them, so that the texts compare as the times do.
    const [call, intake, district] = [
      timeline.value.callAt,
      timeline.value.intakeClosesAt,
      timeline.value.districtClosesAt,
    ].map((time) => time.padEnd(19, ':00')) as [string, string, string];
    order('timeline.value.intakeClosesAt', call, intake, true);
    order('timeline.value.districtClosesAt', intake, district, true);
  }
  return faults;
}

/** The last day of a year that must be known before a round opens: a refusal on the district stage's last day, with its review. */
function lastDay(timeline: Policy['timeline'], refusalReview: Policy['refusalReview'] | undefined): string {
  const { workingDays = 0, rulingWorkingDays = 0 } = refusalReview?.value ?? {};
  // Working days are at most seven in every ten and a long holiday: an upper bound, so that no refusal meets an unknown year.
  const ahead = Math.ceil(((workingDays + rulingWorkingDays) * 7) / 5) + LONGEST_HOLIDAY_DAYS;
  const closes = Date.parse(`${timeline.value.districtClosesAt.slice(0, 10)}T00:00:00.000Z`);
  return new Date(closes + (refusalReview === undefined ? 0 : ahead * DAY_MS)).toISOString().slice(0, 10);
}
const DAY_MS = 86_400_000;
const LONGEST_HOLIDAY_DAYS = 9;

function checkCalendar({ calendar, timeline, refusalReview }: PolicyParts): Fault[] {
  if (calendar === undefined) return [];
  const years = Object.entries(calendar.years).flatMap(([year, { off, worked }]) => [
    ...checkDays(year, 'off', off),
    ...checkDays(year, 'worked', worked),
  ]);
  if (timeline === undefined) return years;
  const [first, last] = [timeline.value.callAt, lastDay(timeline, refusalReview)].map((time) =>
    Number(time.slice(0, 4)),
  );
  const missing: Fault[] = [];
  for (let year = first ?? 0; year <= (last ?? 0); year += 1) {
    if (Object.hasOwn(calendar.years, `${year}`)) continue;
    const message = `日程（含不予推荐的复核）跨 ${year} 年，缺少该年放假安排；未公布的年份不得推测`;
    missing.push({ path: `calendar.years.${year}`, code: 'calendar.year-missing', message });
  }
  return [...years, ...missing];
}

function checkDays(year: string, list: 'off' | 'worked', dates: readonly string[]): Fault[] {
  const path = (n: number) => ['calendar', 'years', year, list, n];
  const wrong = dates.flatMap((date, n) => {
    const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    const faults: Fault[] = [];
    const says = (code: string, message: string) => faults.push({ path: pathText(path(n)), code, message });
    if (!date.startsWith(year)) says('calendar.wrong-year', `${date} 不在 ${year} 年`);
    if (list === 'off' && weekend) says('calendar.off-on-weekend', `${date} 是周末，off 只列放假的工作日`);
    if (list === 'worked' && !weekend) says('calendar.worked-on-weekday', `${date} 不是周末，worked 只列上班的周末`);
    return faults;
  });
  return [...repeated(dates, path, 'list.repeated'), ...wrong];
}

function checkLevels(levels: Policy['digitalLevels'] | undefined): Fault[] {
  if (levels === undefined) return [];
  const { thresholds, mandatoryScenarios } = levels.value;
  const faults = repeated(
    mandatoryScenarios,
    (n) => ['digitalLevels', 'value', 'mandatoryScenarios', n],
    'list.repeated',
  );
  const rising =
    ascending(thresholds.map(({ level }) => level)) &&
    ascending(thresholds.map(({ minPoints }) => minPoints)) &&
    ascending(
      thresholds.map(({ minScenarios }) => minScenarios),
      true,
    ) &&
    ascending(
      thresholds.map(({ minMandatory }) => minMandatory),
      true,
    );
  if (!rising) {
    const message = '各级应由低到高排列，门槛不得降低';
    faults.push({ path: 'digitalLevels.value.thresholds', code: 'levels.not-ascending', message });
  }
  thresholds.forEach(({ minMandatory, minScenarios }, n) => {
    if (minMandatory <= Math.min(minScenarios, mandatoryScenarios.length)) return;
    const message = `要求 ${minMandatory} 个必选场景，多于场景要求或必选场景的总数`;
    faults.push({
      path: pathText(['digitalLevels', 'value', 'thresholds', n, 'minMandatory']),
      code: 'levels.mandatory-too-many',
      message,
    });
  });
  return faults;
}

function checkLimits({ panel, intake }: PolicyParts): Fault[] {
  const faults: Fault[] = [];
  if (panel !== undefined && panel.value.minimum > panel.value.size) {
    const message = `至少 ${panel.value.minimum} 份评分，多于评审组的 ${panel.value.size} 人`;
    faults.push({ path: 'panel.value.minimum', code: 'panel.minimum-over-size', message });
  }
  if (intake !== undefined && intake.value.maxPackageBytes > intake.value.maxUnpackedBytes) {
    const message = '解压后的上限小于材料包的上限';
    faults.push({ path: 'intake.value.maxUnpackedBytes', code: 'intake.unpacked-under-package', message });
  }
  return faults;
}

/** No kind of attachment may be allowed what the package as a whole is not. */
function checkAttachmentLimits({ attachmentLimits, intake }: PolicyParts): Fault[] {
  if (attachmentLimits === undefined) return [];
  const { usual, kinds } = attachmentLimits.value;
  const each = [
    ['usual', usual] as const,
    ...Object.entries(kinds).map(([kind, limit]) => [`kinds.${kind}`, limit] as const),
  ];
  return each.flatMap(([name, { types = [], files = 0, fileBytes = 0 }]) => {
    const path = `attachmentLimits.value.${name}`;
    const over: Fault[] = [];
    if (new Set(types).size < types.length)
      over.push({ path: `${path}.types`, code: 'list.repeated', message: '同一格式列了两次' });
    if (intake !== undefined && files > intake.value.maxEntries)
      over.push({
        path: `${path}.files`,
        code: 'attachments.files-over-entries',
        message: '文件数的上限大于材料包的文件数上限',
      });
    if (intake !== undefined && fileBytes > intake.value.maxUnpackedBytes)
      over.push({
        path: `${path}.fileBytes`,
        code: 'attachments.file-over-unpacked',
        message: '单个文件的上限大于材料包解压后的上限',
      });
    return over;
  });
}

import type { Category } from '../../schemas/basics.ts';
import type { Finding } from '../../schemas/findings.ts';
import { localDateOf } from '../calendar.ts';
import { usccIsValid } from '../uscc.ts';
import { type EligibilityInput, finding } from './finding.ts';

const ACCIDENT_KINDS = { safety: '安全生产', 'network-security': '网络安全', 'data-security': '数据安全' } as const;

/** The same calendar day some years earlier; 29 February falls back to the 28th. */
function yearsBefore(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) - years;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const monthDay = date.slice(5) === '02-29' && !leap ? '02-28' : date.slice(5);
  return `${String(year).padStart(4, '0')}-${monthDay}`;
}

/** 二, last paragraph: no major safety accident, network and data security included, in the years that end on the date of the call. */
export function accidentFree(input: EligibilityInput): Finding {
  const years = input.policy.commonConditions.value.accidentFreeYears;
  const rule = {
    rule: 'common.accident-free',
    clause: '二',
    title: `近 ${years} 年未发生重大安全（含网络安全、数据安全）事故`,
    register: 'accidents',
  } as const;
  const from = yearsBefore(input.callDate, years);
  const own = input.accidents.filter((a) => a.uscc === input.manifest.uscc);
  // The anniversary itself counts as within: a person decides anyway, and a doubtful day must not pass unseen.
  const major = own.filter((a) => a.major && from <= a.happenedOn && a.happenedOn <= input.callDate);
  const span = `${from} 至 ${input.callDate}`;
  if (major.length > 0) {
    const what = major.map((a) => `${a.happenedOn} ${ACCIDENT_KINDS[a.kind]}重大事故`).sort();
    return finding(input, rule, 'fail', `${span}间有 ${major.length} 起：${what.join('；')}`);
  }
  const rest = own.length === 0 ? '无记录' : `另有 ${own.length} 条非重大或不在期内的记录`;
  return finding(input, rule, 'pass', `${span}间无重大事故（${rest}）`);
}

/** 二, last paragraph: not on a joint-dishonesty list on the date of the call. */
export function notDishonest(input: EligibilityInput): Finding {
  const rule = {
    rule: 'common.not-dishonest',
    clause: '二',
    title: '未被列为失信联合惩戒对象',
    register: 'dishonesty',
  } as const;
  const own = input.dishonesty.filter((d) => d.uscc === input.manifest.uscc);
  // Removed on the very day of the call is no longer listed on it.
  const active = own.filter(
    (d) => d.listedOn <= input.callDate && (d.removedOn === null || d.removedOn > input.callDate),
  );
  if (active.length > 0) {
    const what = active
      .map((d) => `${d.listedOn} 由${d.authority}列入${d.removedOn ? `，${d.removedOn} 移出` : ''}`)
      .sort();
    return finding(input, rule, 'fail', `${input.callDate} 在列：${what.join('；')}`);
  }
  return finding(
    input,
    rule,
    'pass',
    `${input.callDate} 不在列${own.length === 0 ? '' : `（另有 ${own.length} 条不在期内的记录）`}`,
  );
}

export const CREDIT_CODE_RULE = 'common.credit-code';
const creditCodeRule = {
  rule: CREDIT_CODE_RULE,
  clause: 'GB 32100-2015',
  title: '统一社会信用代码校验',
  register: null,
} as const;

/** GB 32100-2015: check character of the credit code. Genuine codes that fail it exist, so a person looks, never a rejection. */
export function creditCode(input: EligibilityInput): Finding {
  const { uscc } = input.manifest;
  if (usccIsValid(uscc)) return finding(input, creditCodeRule, 'pass', `${uscc} 校验码相符`);
  return input.usccOverride === null
    ? finding(input, creditCodeRule, 'needs-person', `${uscc} 校验码不符，请核对营业执照原件`)
    : overridden(finding(input, creditCodeRule, 'needs-person', `${uscc} 校验码不符`), input.usccOverride);
}

/** The finding after an officer let it stand, with when and why; who it was stands in the record of the override. */
export const overridden = (found: Finding, { at, reason }: { at: string; reason: string }): Finding => ({
  ...found,
  outcome: 'pass',
  evidence: `${found.evidence.replace('，请核对营业执照原件', '')}；已由审查人员于 ${localDateOf(at)} 核对原件确认，理由：${reason}`,
});

/** 五(一): sent within the window of the call, by the server's clock; a correction that was asked for has days of its own. */
export function withinWindow(input: EligibilityInput): Finding {
  const rule = { rule: 'common.window', clause: '五(一)', title: '在申报期内提交', register: null } as const;
  const { receivedAt, window, answersCorrection } = input;
  const span = `申报期 ${beijingMinute(window.opensAt)} 至 ${beijingMinute(window.closesAt)}（北京时间，含宽限）`;
  const evidence = `${beijingMinute(receivedAt)} 收到，${span}`;
  if (window.opensAt <= receivedAt && receivedAt <= window.closesAt) return finding(input, rule, 'pass', evidence);
  if (answersCorrection) return finding(input, rule, 'pass', `${evidence}；系按要求在补正期限内重新提交`);
  return finding(input, rule, 'needs-person', evidence);
}

const beijingMinute = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** Categories in which the applicant itself is what is selected; elsewhere each solution and each case is an entry of its own. */
export const ONE_ENTRY: readonly Category[] = ['benchmark-enterprise', 'service-provider'];

/** 二, 四: an enterprise, and a provider, is selected once. Which of several entries stands, a person decides. */
export function enteredOnce(input: EligibilityInput): Finding[] {
  const { category, applicationNo } = input.manifest;
  if (!ONE_ENTRY.includes(category)) return [];
  const rule = {
    rule: 'common.entered-once',
    clause: '四',
    title: '同一主体在本类别只申报一项',
    register: null,
  } as const;
  if (input.otherEntries.length === 0) return [finding(input, rule, 'pass', '本类别没有其他申报')];
  const others = input.otherEntries.map((one) => `申报序号 ${one.applicationNo}`);
  return [finding(input, rule, 'needs-person', `除本项（申报序号 ${applicationNo}）外另有：${others.join('、')}`)];
}

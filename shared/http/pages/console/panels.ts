import type { DryRun } from '../../../panels/dry-run.ts';
import type { Text } from '../../english/texts.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { facts, panel, table } from '../../parts.ts';
import { recorded } from '../../recorded.ts';
import { type Console, consolePage } from './frame.ts';

/** The most applications that a request draws for by trial. */
export const MOST_TRIED = 2000;

const numeric = (title: Text) => ({ title: t(title), numeric: true });
const plain = (title: Text) => ({ title: t(title) });

/** 五(三): whether the panels could be drawn and what they would be like; never who would be on them. */
export function panelsPage(console: Console, trial: DryRun | 'too-many'): Markup {
  const body =
    trial === 'too-many'
      ? panel(
          'warn',
          html`<p>${t('推荐的申报超过 {n} 件，本页不试算；请系统管理人员运行命令 panels。', { n: MOST_TRIED })}</p>`,
        )
      : html`${trial.drawn ? panel('plain', html`<p>${t('本批次的专家组已经抽取；以下按现有推荐名单和锁定的台账试算，不影响已抽取的结果。')}</p>`) : null}
${figures(trial)}${trial.shortages.length > 0 ? shortages(trial) : drawn(trial)}${sameNames(trial)}
<p class="hint">${t('试算使用公开的试算种子，不是承诺的抽取密钥：专家分到哪一件与正式抽取不同，也不能据此推算。没有写入任何数据。')}</p>`;
  return consolePage(console, '/panels', t('专家抽取'), body);
}

function figures({ applications, experts, seats, shortages: lacking, loads }: DryRun): Markup {
  const good = lacking.length === 0;
  const count = (panels: number | undefined) => t('{n} 件', { n: panels ?? 0 });
  return facts([
    [t('推荐的申报'), applications],
    [t('专家（人）'), experts],
    [t('席位（个）'), seats],
    [t('结论'), good ? t('可以抽取') : t('不能抽取，{n} 件缺少专家', { n: lacking.length })],
    ...(good
      ? (
          [
            [t('每位专家最少'), count(loads[0]?.panels)],
            [t('每位专家最多'), count(loads.at(-1)?.panels)],
          ] as const
        ).map(([name, value]): [string, string] => [name, value])
      : []),
  ]);
}

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;

function drawn({ loads, fit, seats }: DryRun): Markup {
  const rows: [Text, number][] = [
    ['行业和环节全部对口', fit.all],
    ['部分对口', fit.some],
    ['不对口', fit.none],
    ['申报没有行业和环节可比', fit.unmatchable],
  ];
  return html`${table(
    t('各专家的件数'),
    [numeric('件数'), numeric('专家（人）')],
    loads.map(({ panels, experts }) => [panels, experts]),
  )}${table(
    t('席位专家与申报的对口情况'),
    [plain('对口情况'), numeric('席位（个）'), numeric('占比')],
    rows.map(([title, count]) => [t(title), count, share(count, seats)]),
  )}`;
}

const nameIn = ({ firms }: DryRun, applicationId: string): Markup | string =>
  asWritten([firms.get(applicationId)?.name ?? applicationId, firms.get(applicationId)?.title ?? ''].join(' ').trim());

function shortages(trial: DryRun): Markup {
  return table(
    t('缺少专家的申报'),
    [plain('申报'), numeric('需要（位）'), numeric('可用（位）'), plain('原因和办法')],
    trial.shortages.map(({ applicationId, needed, available, reasons }) => [
      nameIn(trial, applicationId),
      needed,
      available,
      html`<ul>${reasons.map((reason) => html`<li>${recorded(reason)}</li>`)}</ul>`,
    ]),
  );
}

function sameNames(trial: DryRun): Markup | null {
  if (trial.sameNames.length === 0) return null;
  return html`<h2>${t('姓名相同，未比对证件')}</h2>
<p>${t('这些专家与法定代表人姓名相同，因没有证件号码而无法比对。请在抽取前核实；姓名相同本身不构成回避。')}</p>
${table(
  t('姓名相同，未比对证件'),
  [plain('申报'), plain('专家编号'), plain('姓名'), plain('法定代表人所在单位')],
  trial.sameNames.map(({ applicationId, expertId, uscc }) => [
    nameIn(trial, applicationId),
    html`<code>${expertId}</code>`,
    asWritten(trial.expertNames.get(expertId) ?? ''),
    html`<code>${uscc}</code>`,
  ]),
)}`;
}

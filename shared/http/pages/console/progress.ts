import type { StageName, StageSpan } from '../../../domain/diagnostics.ts';
import type { Policy } from '../../../policy/schema.ts';
import type { TaskRecord } from '../../../schemas/records.ts';
import { type DataTable, dataTable, figure } from '../../charts/data-table.ts';
import { spanChart } from '../../charts/spans.ts';
import { html, type Markup } from '../../html.ts';
import { ROUND_STAGES, TASK_TITLES } from '../../labels.ts';
import { t } from '../../language.ts';
import { panel, table, tag, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { type Console, consolePage, consolePath, districtName } from './frame.ts';
import { type Naming, nameOf } from './people.ts';
import { looksTable } from './second-looks.ts';
import type { OpenTaskView } from './tasks.ts';

export interface ProgressView {
  policy: Policy;
  stage: StageName;
  spans: StageSpan[];
  /** Applications that are open by stage of the open set, and how many the count stops at. */
  open: ReadonlyMap<string, number>;
  most: number;
  districts: ReadonlyMap<string | null, number>;
  tasks: OpenTaskView[];
  naming: Naming;
  /** The districts' tasks for their signed 推荐汇总表, once they are asked for them. */
  sheets: TaskRecord[];
  now: string;
}

const STATE = { done: '已完成', current: '进行中', next: '未开始' } as const;
const CSS = { done: 's3', current: 's1', next: 's0' } as const;

export const counted = (n: number, most: number): string => (n > most ? `${most}+` : String(n));

/** Applications that hold up a stage; of the accounts, all lists together. */
function blocking({ open, most }: ProgressView, stage: StageName): string | null {
  const names = stage === 'lists' ? [...open.keys()].filter((name) => name.startsWith('payee-')) : [stage];
  const n = names.reduce((sum, name) => sum + (open.get(name) ?? 0), 0);
  return n === 0 ? null : counted(n, most);
}

export function stagesTable(view: ProgressView): DataTable {
  const time = (instant: string | null) => (instant === null ? null : beijing(instant));
  return {
    name: 'stages',
    title: t('各阶段的时间和未办结的申报'),
    columns: [
      ...titled('阶段', '状态', '开始', '应当结束', '实际结束'),
      { title: t('延期次数'), numeric: true },
      { title: t('未办结（件）'), numeric: true },
    ],
    rows: view.spans.map((span) => [
      t(ROUND_STAGES[span.stage]),
      t(STATE[span.state]),
      ...[time(span.from), time(span.due), time(span.until)],
      span.extensions,
      blocking(view, span.stage),
    ]),
  };
}

export function districtsTable({ policy, districts }: ProgressView): DataTable {
  return {
    name: 'open-districts',
    title: t('区市审查：各区（市）未办结的申报'),
    columns: [{ title: t('区（市）') }, { title: t('未办结（件）'), numeric: true }],
    rows: [...districts].toSorted((a, b) => b[1] - a[1]).map(([code, n]) => [districtName(policy, code), n]),
  };
}

export function expertsTable({ tasks, naming }: ProgressView): DataTable {
  const own = Map.groupBy(
    tasks.filter(({ kind }) => kind === 'score'),
    ({ assignee }) => naming.expert(assignee.id),
  );
  return {
    name: 'open-experts',
    title: t('专家评审：各专家未提交的评分表'),
    columns: [
      { title: t('专家编号') },
      { title: t('未提交（份）'), numeric: true },
      { title: t('已逾期（份）'), numeric: true },
      { title: t('最早截止时间') },
    ],
    rows: [...own]
      .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .map(([expert, sheets]) => [
        expert,
        sheets.length,
        sheets.filter(({ urgency }) => urgency === 'late').length,
        beijing(sheets.map(({ deadline }) => deadline).toSorted()[0] ?? ''),
      ]),
  };
}

function timeline(view: ProgressView): Markup {
  const ms = (instant: string | null) => (instant === null ? null : Date.parse(instant));
  const shown = view.spans.filter(({ stage }) => stage !== 'closed');
  const frame = {
    id: 'stages',
    title: t('各阶段的时间和未办结的申报'),
    description: t('每个阶段一行：从开始到结束的时间段、应当结束的时间，以及现在的位置。具体时间见数据表。'),
  };
  const spans = shown.map((span) => {
    const block = blocking(view, span.stage);
    const note = block === null ? t(STATE[span.state]) : t('{n} 件未办结', { n: block });
    const css = CSS[span.state];
    return {
      label: t(ROUND_STAGES[span.stage]),
      note,
      from: ms(span.from),
      to: ms(span.until),
      due: ms(span.due),
      css,
    };
  });
  return spanChart(frame, spans, { at: Date.parse(view.now), text: t('现在') });
}

/** What the bureau itself has to do before the round can go on. */
function ownTasks({ tasks, naming, now }: ProgressView): Markup | null {
  const own = tasks.filter(({ assignee }) => assignee.role === 'bureau');
  if (own.length === 0) return null;
  return table(
    t('市级主管部门待办理的事项'),
    [{ title: t('事项') }, { title: t('办理人') }, { title: t('截止时间') }, { title: t('状态') }],
    own.map((task) => [
      t(TASK_TITLES[task.kind]),
      nameOf(task.assignee, naming),
      beijing(task.deadline),
      task.deadline < now ? t('已逾期') : t('待办'),
    ]),
  );
}

/** 五(二): whose signed sheet has come, and whose has not. */
function signedSheets(base: string, { sheets, policy, now }: ProgressView): Markup | null {
  if (sheets.length === 0) return null;
  const state = ({ decidedAt, deadline }: TaskRecord) => {
    if (decidedAt !== undefined) return tag('good', t('已交回'));
    return deadline < now ? tag('bad', t('已逾期')) : tag('warn', t('待交回'));
  };
  return table(
    t('各区市盖章的推荐汇总表'),
    titled('区（市）', '状态', '交回时间', '截止时间', '扫描件'),
    sheets.map((task) => {
      const code = String(task.subject['district'] ?? '');
      const scan = html`<a href="${base}/sheets/${code}" target="_blank" rel="noopener">${t('打开扫描件')}</a>`;
      const { decidedAt } = task;
      const at = decidedAt === undefined ? null : beijing(decidedAt);
      return [
        districtName(policy, code),
        state(task),
        at,
        beijing(task.deadline),
        decidedAt === undefined ? null : scan,
      ];
    }),
  );
}

/** The round's timeline, and what it waits for. */
export function progressPage(console: Console, view: ProgressView): Markup {
  const base = consolePath(console.roundId);
  const [districts, experts, looks] = [districtsTable(view), expertsTable(view), looksTable(view)];
  const waiting = view.tasks.length > 0;
  const body = html`<p class="lead">${t('当前阶段：{stage}。', { stage: t(ROUND_STAGES[view.stage]) })}${
    waiting ? t('有 {n} 项任务等待办理。', { n: view.tasks.length }) : t('没有等待办理的任务。')
  }</p>
${[...view.open.values()].some((n) => n > view.most) ? panel('warn', html`<p>${t('未办结的申报超过 {most} 件，以下只统计其中 {most} 件的任务。', { most: view.most })}</p>`) : null}
${figure(timeline(view), stagesTable(view), base)}
<h2>${t('卡在哪里')}</h2>
${ownTasks(view)}
${districts.rows.length === 0 ? null : dataTable(districts, base)}
${experts.rows.length === 0 ? null : dataTable(experts, base)}
${looks.rows.length === 0 ? null : dataTable(looks, base)}
${signedSheets(base, view)}
${waiting ? html`<p><a href="${base}/tasks">${t('查看逾期人员，催办或转交')}</a></p>` : null}`;
  return consolePage(console, '', t('评选进度'), body);
}

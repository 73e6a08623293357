import type { Policy } from '../../policy/schema.ts';
import type { ApplicationRecord, SheetContent, TaskRecord } from '../../schemas/records.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { paperHead, signature } from '../paper.ts';
import { table } from '../parts.ts';
import { categoryTitle } from './console/frame.ts';
import { differences } from './second-look.ts';

/** Of what was decided that is signed on paper: a district's opinion, and an expert's own sheet. */
export interface DecidedPaper {
  application: Pick<ApplicationRecord, 'applicationId' | 'category' | 'name'>;
  policy: Policy;
  /** When the page is made. */
  now: string;
  /** 复核打分: the expert's first sheet. */
  first: SheetContent | null;
}

export const decidedHead = ({ taskId }: TaskRecord, { application, policy, now }: DecidedPaper): Markup =>
  paperHead(
    [
      ['申报主体', asWritten(application.name)],
      ['申报类别', categoryTitle(policy, application.category)],
      ['申报编号', application.applicationId],
      ['任务编号', taskId],
    ],
    now,
  );

/** What belongs below the decision. */
export function decidedFoot({ kind, decision }: TaskRecord, paper: DecidedPaper): Markup | null {
  if (kind === 'district-review') return signature('审查单位（盖章）：', '负责人签字：');
  if (kind === 'second-look' && paper.first !== null) return lookFoot(decision, paper.first, paper);
  if (kind !== 'score' || decision?.decision !== 'submit') return null;
  return html`${sheet(recordOf(decision['points']), recordOf(decision['comments']), paper)}${signature('专家签名：')}`;
}

/** The sheet that counts after the second look; of a revised one also how it differs from the first. */
function lookFoot(decision: TaskRecord['decision'], first: SheetContent, paper: DecidedPaper): Markup {
  const revised = decision?.decision === 'revise';
  const points = revised ? recordOf(decision['points']) : first.pointsByItem;
  const comments = revised ? recordOf(decision['comments']) : first.comments;
  const { application, policy } = paper;
  return html`${sheet(points, comments, paper)}${revised ? differences(policy, application.category, first.pointsByItem, points) : null}${signature('专家签名：')}`;
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** The expert's points (tenths of points by item) as they were handed in, in the policy's order, with what was said to each indicator. */
function sheet(points: Record<string, unknown>, comments: Record<string, unknown>, paper: DecidedPaper): Markup {
  const { indicators } = paper.policy.categories[paper.application.category];
  const rows = indicators.flatMap((indicator) =>
    indicator.items
      .filter(({ code }) => code in points)
      .map((item) => [
        t('{group}：{point}', { group: titleOf(indicator), point: titleOf(item) }),
        String(Number(points[item.code]) / 10),
        item.points,
      ]),
  );
  const said = indicators.filter(({ code }) => typeof comments[code] === 'string' && comments[code] !== '');
  return html`${table(
    t('各指标得分'),
    [{ title: t('指标') }, { title: t('您的评分'), numeric: true }, { title: t('满分'), numeric: true }],
    rows,
  )}${said.map((one) => html`<h3>${titleOf(one)}</h3>${written(String(comments[one.code]))}`)}`;
}

import type { ResultKind } from '../schemas/result-records.ts';
import type { MailTemplate } from './templates.ts';

const SCORES = '本申报得分 {total} 分，在本类别排第 {rank} 名。各指标得分：\n{scores}';
const SCORES_EN =
  'Your application scored {total} points and ranks no. {rank} in its category. Points by indicator:\n{scores}';
const NOBODY = '本通知只说明本单位自己的结果；公布的名单见评选网站。';
const NOBODY_EN = 'This letter tells of your own result only; the lists that were announced are on the site.';
const BUTTON = { zh: '打开申报页面', en: 'Open the application' };

/** To each applicant that was ranked, once the bureau releases it. */
export const RESULT_MAILS: Record<ResultKind, MailTemplate> = {
  awarded: {
    zh: {
      subject: '【评选结果】{title}：获奖',
      lines: ['“{title}”在“{category}”获奖，奖补金额 {amount}，计算过程见申报页面。', SCORES, NOBODY],
      button: BUTTON.zh,
    },
    en: {
      subject: '[Result] {title}: awarded',
      lines: [
        '“{title}” was awarded in “{category}”: {amount}. The application page shows how it was worked out.',
        SCORES_EN,
        NOBODY_EN,
      ],
      button: BUTTON.en,
    },
  },
  reserve: {
    zh: {
      subject: '【评选结果】{title}：候补第 {position} 位',
      lines: [
        '“{title}”在“{category}”未列入获奖名单，为候补第 {position} 位。有名额空出时按次序递补；递补的，另行公示并通知。',
        SCORES,
        NOBODY,
      ],
      button: BUTTON.zh,
    },
    en: {
      subject: '[Result] {title}: no. {position} of the reserve',
      lines: [
        '“{title}” is not on the list of awards in “{category}”; it is no. {position} of the reserve. Where a place becomes free the reserve moves up in its order, with a public notice of its own and a letter.',
        SCORES_EN,
        NOBODY_EN,
      ],
      button: BUTTON.en,
    },
  },
  'not-awarded': {
    zh: {
      subject: '【评选结果】{title}：未获奖',
      lines: ['“{title}”在“{category}”未列入获奖名单。{why}', SCORES, NOBODY],
      button: BUTTON.zh,
    },
    en: {
      subject: '[Result] {title}: not awarded',
      lines: ['“{title}” is not on the list of awards in “{category}”. {why}', SCORES_EN, NOBODY_EN],
      button: BUTTON.en,
    },
  },
};

import { yuan } from '../domain/money.ts';
import type { Language } from '../http/spoken.ts';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { Result } from '../schemas/result-records.ts';
import type { Words } from './compose.ts';

export interface ResultLetter {
  result: Result;
  category: Category;
  /** Of the application. */
  title: string;
  /** 分; null where there is no award. */
  amountFen: number | null;
}

const WHY: Record<NonNullable<Result['why']>, Record<Language, string>> = {
  'below-pass': { zh: '得分未达到合格线。', en: 'Its points are below the pass mark.' },
  excluded: {
    zh: '按方案，同一单位已在前面的类别入围，本类别不重复入围。',
    en: 'By the plan, an applicant that is shortlisted in an earlier category is not shortlisted in this one as well.',
  },
  removed: { zh: '经异议处理，本申报不再入围。', en: 'It left the shortlist by the ruling on an objection.' },
};

/** What a letter about a result says in each language. Points stand with the most there is of each. */
export function resultWords({ result, category, title, amountFen }: ResultLetter, policy: Policy): Words {
  const own = policy.categories[category];
  const inLanguage = (language: Language) => ({
    title,
    category: language === 'zh' ? own.title : own.titleEn,
    total: result.shown,
    rank: String(result.rank),
    position: result.position === null ? '' : String(result.position),
    why: result.why === null ? '' : WHY[result.why][language],
    amount: amountFen === null ? '' : yuan(amountFen),
    scores: own.indicators
      .flatMap((indicator) => {
        const points = result.byIndicator[indicator.code];
        const name = language === 'zh' ? indicator.title : indicator.titleEn;
        return points === undefined
          ? []
          : [`· ${name}${language === 'zh' ? '：' : ': '}${points} / ${indicator.points}`];
      })
      .join('\n'),
  });
  return { zh: inLanguage('zh'), en: inLanguage('en') };
}

/** One application from the district's desk to its recommendation: work plan 五（二）. One execution per application. */
import { type Definition, given, input, join } from './asl.ts';
import { type Platform, steps } from './steps.ts';

export const applicationFunctions = ['eligibility', 'task-open', 'task-escalate'] as const;

/** Input of an execution: `{ roundId, applicationId }`. */
export function application(platform: Platform<(typeof applicationFunctions)[number]>): Definition {
  const { call, callback, failures } = steps(platform);
  const { functions } = platform;
  const subject = { roundId: given('roundId'), applicationId: given('applicationId') };

  return {
    Comment: 'Qualification, authenticity and the recommendation opinion of the district (五（二）区市审查)',
    QueryLanguage: 'JSONata',
    ...join(
      // 二: who may enter. Flags with evidence, for the district to see; a person decides.
      call('CheckEligibility', functions.eligibility, subject, 'DistrictReview'),

      // 五（二）: 对申报主体的资格条件、项目的真实性进行审核并出具推荐意见.
      callback(
        'DistrictReview',
        {
          kind: 'district-review',
          ...subject,
          version: input('version'),
          attempt: input('attempt'),
          waitId: input('waitId'),
        },
        {
          recommended: 'Decided',
          'not-recommended': 'AwaitReviewRequest',
          lapsed: 'AwaitReviewRequest',
          withdrawn: 'Retract',
          returned: 'AwaitCorrection',
          // The applicant sent a newer version before the district decided.
          superseded: 'CheckEligibility',
        },
      ),

      // 补正: once, all in one request. An unanswered one goes back to a person, it never lapses by itself.
      callback(
        'AwaitCorrection',
        { kind: 'correction', ...subject, attempt: input('attempt'), waitId: input('waitId') },
        { superseded: 'CheckEligibility', lapsed: 'CheckEligibility', withdrawn: 'Retract' },
      ),

      // 复核: whoever was refused may ask for another look for some days; nobody asks, and the refusal is final.
      callback(
        'AwaitReviewRequest',
        { kind: 'refusal', ...subject, attempt: input('attempt'), waitId: input('waitId') },
        { requested: 'ReviewRefusal', final: 'Decided' },
      ),

      // By somebody else than who refused.
      callback(
        'ReviewRefusal',
        { kind: 'refusal-review', ...subject, attempt: input('attempt'), waitId: input('waitId') },
        { upheld: 'Decided', admitted: 'Decided' },
      ),

      // Taken back: what it has in common with others is held against nobody any more.
      call('Retract', functions.eligibility, { ...subject, op: 'retract' }, 'Decided'),

      { Decided: { Type: 'Succeed' } },
      failures(),
    ),
  };
}

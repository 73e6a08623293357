/**
 * One round, from the call to the last settlement. Read top to bottom it is the work plan's section five; a step
 * that finds nothing to do leads on, one that needs a person waits for that person.
 */
import { type Definition, given, input, join } from './asl.ts';
import { type Platform, steps } from './steps.ts';

export const roundFunctions = [
  'invite',
  'panels',
  'fan-out',
  'rank',
  'seal',
  'notice',
  'confirm',
  'plan',
  'issue',
  'close',
  'task-open',
  'task-escalate',
] as const;

const roundId = given('roundId');

/** Input of an execution: `{ roundId }`. */
export function round(platform: Platform<(typeof roundFunctions)[number]>): Definition {
  const { call, wait, callback, gate, paged, failures } = steps(platform);
  const { functions } = platform;
  const task = { roundId, waitId: input('waitId') };
  const list = { ...task, listNo: input('listNo') };

  return {
    Comment: 'A round of the selection (五、评选流程及安排)',
    QueryLanguage: 'JSONata',
    ...join(
      // 五（一）组织申报: invitations go out, packages come in until the closing time.
      paged('Invite', functions.invite, { roundId }, 'OpenIntake'),
      gate('Intake', `'intake'`, 'SealIntake'),
      // What came in is sealed before anybody decides about it; what was still being examined then, when the districts are done.
      call('SealIntake', functions.seal, { gate: 'intake', no: 1, roundId }, 'OpenDistricts'),

      // 五（二）区市审查: every application has its own execution; here we wait until none is open.
      gate('Districts', `'district'`, 'SealLate'),
      call('SealLate', functions.seal, { gate: 'intake', no: 2, roundId }, 'AskForSheets'),
      // What each district recommends comes back on paper, signed and stamped. Nothing waits for that.
      call(
        'AskForSheets',
        functions['task-escalate'],
        { kind: 'deadline', roundId, task: 'district-sheets' },
        'DrawPanels',
      ),

      // 五（三）专家评审: 组织专家组.
      call('DrawPanels', functions.panels, { op: 'draw', roundId }, { drawn: 'FanOut', short: 'WidenPanels' }),
      callback('WidenPanels', { kind: 'panel-shortage', ...task }, 'DrawPanels'),

      // 五（三）: 进行打分及评审. The round never maps over applications: a queue starts one scoring execution for each.
      paged('FanOut', functions['fan-out'], { roundId }, 'OpenExperts'),
      gate('Experts', `'experts'`, 'Rank'),

      // 五（三）: 评选确定入围名单. A tie across the cut line and the list itself are decided by people. Until the list is
      // approved somebody may withdraw: it is ranked anew then, and asked anew.
      call('Rank', functions.rank, { roundId }, { ranked: 'OpenDeliberation', tie: 'BreakTie' }),
      callback('BreakTie', { kind: 'tie-break', ...task, category: input('category') }, 'Rank'),
      call(
        'OpenDeliberation',
        functions['task-escalate'],
        { kind: 'deadline', roundId, task: 'deliberate' },
        'Deliberate',
      ),
      callback('Deliberate', { kind: 'deliberate', ...task }, { approved: 'SealRanking', rerank: 'Rank' }),

      // 五（三）: 并进行公示. What is published is sealed first.
      call('SealRanking', functions.seal, { gate: 'notice', no: 1, roundId }, 'PublishNotice'),
      call(
        'PublishNotice',
        functions.notice,
        { op: 'publish', roundId },
        { wait: 'AwaitNoticeEnd', calendar: 'EnterCalendar' },
      ),
      // Its working days are never guessed: the bureau puts in the days off of a year that is not known yet.
      callback(
        'EnterCalendar',
        { kind: 'calendar-year', ...task, year: input('year') },
        { published: 'PublishNotice' },
      ),
      // A correction may have moved the end meanwhile.
      { AwaitNoticeEnd: { Type: 'Wait', Timestamp: input('endsAt'), Next: 'CheckNotice' } },
      call('CheckNotice', functions.notice, { op: 'check', roundId }, { ended: 'CollectList', wait: 'AwaitNoticeEnd' }),

      // 五（四）正式公布: 根据公示情况，最终确认名单. Uncontested places are list no. 1; what an objection froze, or moved up,
      // follows as a supplementary list. Each list goes its own way to payment and comes back here.
      call(
        'CollectList',
        functions.confirm,
        { op: 'collect', roundId },
        { list: 'Confirm', plan: 'Plan', wait: 'AwaitPlaces', done: 'OpenSettlement' },
      ),
      wait('AwaitPlaces', { kind: 'gate', stage: 'places', ...task }, 'CollectList', 'CollectList'),
      callback('Confirm', { kind: 'confirm', ...list }, { confirmed: 'SealList' }),
      call('SealList', functions.seal, { gate: 'awards', no: input('listNo'), roundId }, 'Announce'),
      paged('Announce', functions.confirm, { op: 'announce', roundId, listNo: input('listNo') }, 'OpenPayees'),

      // 五（五）资金拨付: 研究提出资金拨付方案，按程序拨付资金. An award whose account is missing waits for a later plan.
      gate('Payees', `'payee-' & $states.input.listNo`, 'Plan'),
      call('Plan', functions.plan, { roundId }, { planned: 'ApprovePlan', empty: 'CollectList' }),
      callback(
        'ApprovePlan',
        { kind: 'approve-plan', ...task, planNo: input('planNo') },
        { approved: 'Issue', rejected: 'Plan' },
      ),
      paged('Issue', functions.issue, { roundId, planNo: input('planNo') }, 'CollectList'),

      // The round ends when list, plan, events, received and settled agree, or somebody signs the difference.
      gate('Settlement', `'settlement'`, 'Close'),
      call('Close', functions.close, { roundId }, { closed: 'RoundClosed', difference: 'SignDifference' }),
      callback('SignDifference', { kind: 'settlement-difference', ...task }, 'CloseSigned'),
      call('CloseSigned', functions.close, { roundId, signed: true }, { closed: 'RoundClosed' }),

      { RoundClosed: { Type: 'Succeed' } },
      failures(),
    ),
  };
}

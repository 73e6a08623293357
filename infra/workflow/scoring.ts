/** The experts' scores for one application: work plan 五（三）. One execution per application. */
import { type Definition, given, input, join, type MapState, query, type States } from './asl.ts';
import { type Platform, steps } from './steps.ts';

export const scoringFunctions = ['panels', 'aggregate', 'task-open', 'task-escalate'] as const;
type ScoringPlatform = Platform<(typeof scoringFunctions)[number]>;

const subject = { roundId: given('roundId'), applicationId: given('applicationId') };

/** Input of an execution: `{ roundId, applicationId }`. */
export function scoring(platform: ScoringPlatform): Definition {
  const { call, callback, failures, otherwise } = steps(platform);
  const { functions } = platform;
  // A seat whose sheet was struck is given to another first.
  const ended = {
    ...{ aggregated: 'Scored', withdrawn: 'Scored' },
    ...{ 'under-minimum': 'PanelShortage', refill: 'RedrawPanel' },
  };
  const aggregated = { ...ended, spread: 'SecondLooks' };
  const each = (items: string, graph: { StartAt: string; States: States }, next: string): MapState => ({
    Type: 'Map',
    Items: input(items),
    MaxConcurrency: 0,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...graph },
    Output: {},
    Catch: [otherwise],
    Next: next,
  });

  return {
    Comment:
      'Every seat of the panel is scored, replaced or left vacant; then the sheets become one total (五（三）打分)',
    QueryLanguage: 'JSONata',
    ...join(
      call('LoadPanel', functions.panels, { op: 'load', ...subject }, 'Seats'),
      { Seats: each('seats', seat(platform), 'Aggregate') },

      call('Aggregate', functions.aggregate, subject, aggregated),

      // Fewer sheets than the policy's minimum: a person draws again, or lets these count and says why.
      callback(
        'PanelShortage',
        { kind: 'panel-shortage', ...subject, waitId: input('waitId') },
        { accept: 'AggregateAccepted', redraw: 'RedrawPanel', withdrawn: 'Scored' },
      ),
      call('RedrawPanel', functions.panels, { op: 'load', redraw: true, ...subject }, 'Seats'),
      call('AggregateAccepted', functions.aggregate, { ...subject, accept: true }, aggregated),

      // Sheets far apart: everybody looks at its own once more. There is no third look, whatever the sheets are like then.
      { SecondLooks: each('looks', look(platform), 'AggregateAgain') },
      call('AggregateAgain', functions.aggregate, subject, ended),

      // With a total, or taken back by its applicant.
      { Scored: { Type: 'Succeed' } },
      failures(),
    ),
  };
}

/** One seat, entered with `{ seat, waitId, deadline }`: experts come and go, the seat stays. */
function seat(platform: ScoringPlatform): { StartAt: string; States: States } {
  const { call, callback, failures } = steps(platform, 'Seat');
  const place = { ...subject, seat: input('seat'), waitId: input('waitId') };

  return join(
    callback(
      'ScoreSeat',
      { kind: 'score', ...place },
      {
        scored: 'SeatSettled',
        vacant: 'SeatSettled',
        withdrawn: 'SeatSettled',
        recused: 'ReplaceExpert',
        replace: 'ReplaceExpert',
      },
    ),
    // 回避, or a seat that stayed silent: the next expert without a conflict, if there is one.
    call(
      'ReplaceExpert',
      platform.functions.panels,
      { op: 'replace', ...place },
      { assigned: 'ScoreSeat', vacant: 'SeatSettled' },
    ),
    // What a seat leaves behind is in the table; the Map's result stays small.
    { SeatSettled: { Type: 'Succeed', Output: query('$states.input.seat') } },
    failures(),
  );
}

/** One expert's second look, entered with `{ seat, waitId, deadline }`; whoever says nothing stands by its sheet. */
function look(platform: ScoringPlatform): { StartAt: string; States: States } {
  const { callback, failures } = steps(platform, 'Look');
  const settled = { stood: 'LookSettled', revised: 'LookSettled', lapsed: 'LookSettled', withdrawn: 'LookSettled' };
  return join(
    callback('SecondLook', { kind: 'second-look', ...subject, seat: input('seat'), waitId: input('waitId') }, settled),
    { LookSettled: { Type: 'Succeed', Output: query('$states.input.seat') } },
    failures(),
  );
}

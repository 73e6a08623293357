import type { Deps } from '../../../shared/deps.ts';
import type { StoryView } from '../../../shared/http/pages/console/application.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { recordedConflicts } from '../../../shared/panels/facts.ts';
import { ApplicationId } from '../../../shared/schemas/basics.ts';
import {
  ActionRecord,
  AwardRecord,
  DisbursementRecord,
  InquiryRecord,
  ObjectionRecord,
  OverrideRecord,
  PlaceRecord,
  ScoreRecord,
  SeatRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { loadLedger } from '../../../shared/store/ledger.ts';
import { upTo } from '../../../shared/store/many.ts';
import { findApplication } from './application.ts';
import { type RoundFacts, scoresAreOut } from './console.ts';
import { lookedOf } from './console-scores.ts';
import { loadPeople } from './console-tasks.ts';
import { loadShownFlags } from './flags.ts';

/** Actions on all tasks stand in one partition, the latest first: the page shows an application's own among these. */
const MOST_ACTIONS = 5000;

/** Everything of one application of the round. @throws HttpProblem for one that is none */
export async function loadStory(deps: Deps, { round, policy }: RoundFacts, id: string): Promise<StoryView> {
  const { table } = deps;
  const { roundId } = round;
  const slot = ApplicationId.safeParse(id).success ? await table.get(keys.slot(id), SlotRecord) : null;
  if (slot === null || slot.roundId !== roundId) throw new HttpProblem('page.not-found');
  const pk = keys.applicationPk(id);
  const [application, uploads, overrides, inquiries, flags, tasks, seats, score, place, award] = await Promise.all([
    findApplication(deps, id),
    table.all(pk, UploadRecord, 'UPLOAD#'),
    table.all(pk, OverrideRecord, 'OVERRIDE#'),
    table.all(pk, InquiryRecord, 'INQUIRY#'),
    loadShownFlags(deps, id),
    table.all(pk, TaskRecord, 'TASK#'),
    table.all(pk, SeatRecord, 'SEAT#'),
    scoresAreOut(round.stage) ? table.get(keys.score(id), ScoreRecord) : null,
    table.get(keys.place(roundId, categoryOf(id), id), PlaceRecord),
    table.get(keys.award(roundId, id), AwardRecord),
  ]);
  const [objections, disbursements, actions, people, looked, conflicts, ledger] = await Promise.all([
    place === null ? [] : table.all(keys.objectionsPk(roundId), ObjectionRecord),
    award === null ? [] : table.all(keys.disbursementsPk(roundId), DisbursementRecord),
    upTo(table, [keys.actionsPk(roundId)], ActionRecord, MOST_ACTIONS),
    loadPeople(deps, round),
    score === null ? [] : lookedOf(deps, { policy }, [score]),
    recordedConflicts(table, roundId, id),
    loadLedger(table, slot.uscc),
  ]);
  return {
    ...{ policy, slot, application, overrides, inquiries, flags, seats, score, place, award, conflicts, ledger },
    looked: looked[0] ?? null,
    uploads: uploads.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1)),
    tasks: tasks.toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1)),
    objections: objections.filter(({ applicationId }) => applicationId === id),
    disbursements: disbursements.filter(({ awardId }) => awardId === id),
    actions: actions.filter(({ applicationId }) => applicationId === id),
    naming: { ...people, policy, firms: new Map([[id, slot]]) },
  };
}

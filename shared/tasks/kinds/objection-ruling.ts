import { LOG_FACTS } from '../../domain/decision-log.ts';
import { noticePeriod } from '../../domain/notice.ts';
import { upheldEffect } from '../../domain/objections.ts';
import { ObjectionRecord, type PlaceRecord } from '../../schemas/records.ts';
import type { Logged } from '../../store/decision-log.ts';
import { categoryOf, keys } from '../../store/keys.ts';
import { loadPlaces } from '../../store/places.ts';
import type { Action } from '../../store/table.ts';
import { type Apply, type DecisionContext, fieldError } from '../kind.ts';

/** A ruling on an objection: rejected, the place is as before; upheld, its holder leaves and the reserve moves up with a notice period of its own. */
export const applyObjectionRuling: Apply<'objection-ruling'> = async (context, { decision, reason }) => {
  const { task, table, personId, now } = context;
  const objectionId = String(task.subject['objectionId']);
  const objection = await table.get(keys.objection(task.roundId, objectionId), ObjectionRecord);
  if (objection === null) return { ok: false, errors: [fieldError('decision', '未找到该异议。')] };
  const { actions, effect } =
    decision === 'uphold' ? await uphold(context, objection.applicationId) : { actions: [], effect: null };
  if (actions.length === 0) actions.push(closeObjection(task.roundId, objection.applicationId));
  actions.push({
    update: keys.objection(task.roundId, objectionId),
    change: {
      set: { status: decision === 'uphold' ? 'upheld' : 'rejected', ruling: { reason, by: personId, at: now, effect } },
      when: { status: 'open' },
    },
  });
  return { ok: true, actions, outcome: { decision }, also: movedUp(context, objectionId, effect?.in ?? null) };
};

/** Who moves up hears of it as of a decision about itself. */
const movedUp = ({ now, personId }: DecisionContext, objectionId: string, reserve: string | null): Logged[] =>
  reserve === null
    ? []
    : [
        {
          owner: reserve,
          about: `moved-up:${objectionId}`,
          decision: 'moved-up',
          at: now,
          by: personId,
          facts: LOG_FACTS.objection(objectionId),
        },
      ];

const closeObjection = (roundId: string, applicationId: string): Action => ({
  update: keys.place(roundId, categoryOf(applicationId), applicationId),
  change: { add: { openObjections: -1 } },
});

/** Removes the place's holder and moves the next reserve up, if the place is still held. */
async function uphold({ table, task, policy, now }: DecisionContext, applicationId: string) {
  const { roundId } = task;
  const category = categoryOf(applicationId);
  const places = await loadPlaces(table, roundId, category);
  const holder = places.find((place) => place.applicationId === applicationId);
  if (holder?.state !== 'shortlisted') return { actions: [] as Action[], effect: null };
  const inState = (state: PlaceRecord['state']) =>
    places.filter((place) => place.state === state).map((place) => place.applicationId);
  const effect = upheldEffect({
    shortlisted: inState('shortlisted'),
    reserve: inState('reserve'),
    removed: applicationId,
  });
  const actions: Action[] = [
    {
      update: keys.place(roundId, category, applicationId),
      change: { set: { state: 'removed' }, add: { openObjections: -1 }, when: { state: 'shortlisted' } },
    },
  ];
  if (effect.in !== null) {
    const { endsAt } = noticePeriod(policy, now);
    actions.push({
      update: keys.place(roundId, category, effect.in),
      change: { set: { state: 'shortlisted', noticeEndsAt: endsAt }, when: { state: 'reserve' } },
    });
  }
  return { actions, effect };
}

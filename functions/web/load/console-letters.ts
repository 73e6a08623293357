import type { Deps } from '../../../shared/deps.ts';
import { releaseOf, type Standing, standingsOf } from '../../../shared/domain/results.ts';
import { t } from '../../../shared/http/language.ts';
import type { CategoryLetters, LettersView, PreviewView } from '../../../shared/http/pages/console/letters.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { compose } from '../../../shared/mail/compose.ts';
import { RESULT_MAILS } from '../../../shared/mail/result-templates.ts';
import { resultWords } from '../../../shared/mail/results.ts';
import { letterOf, loadLetter, loadStandings, resultNow } from '../../../shared/results/letters.ts';
import { loadReleases } from '../../../shared/results/release.ts';
import { ApplicationId, CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import {
  type AwardRecord,
  LetterRecord,
  type PlaceRecord,
  RESULT_KINDS,
  type ResultKind,
} from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { loadAwards } from '../../../shared/store/lists.ts';
import { getMany } from '../../../shared/store/many.ts';
import { loadPlaces } from '../../../shared/store/places.ts';
import { needApplication } from './application.ts';
import { MOST_APPLICATIONS, type RoundFacts } from './console.ts';
import { loadPeople } from './console-tasks.ts';

const Sent = LetterRecord.pick({ applicationId: true, kind: true });

/** Counts by category and kind, and what was sent before; `many` where there are more than a page counts. */
export async function loadLetters(
  deps: Deps,
  { round, policy }: RoundFacts,
): Promise<Pick<LettersView, 'policy' | 'categories'> | 'many'> {
  const { table } = deps;
  const { roundId } = round;
  const [awards, releases, people, ...places] = await Promise.all([
    loadAwards(table, roundId),
    loadReleases(table, roundId),
    loadPeople(deps, round),
    ...CATEGORIES.map((category) => loadPlaces(table, roundId, category)),
  ]);
  if (places.flat().length > MOST_APPLICATIONS) return 'many';
  const names = new Map(people.staff.map(({ staffId, name }) => [staffId, name]));
  const sent = await getMany(
    table,
    places.flat().map(({ applicationId }) => keys.letter(applicationId)),
    Sent,
  );
  const kinds = new Map(sent.map(({ applicationId, kind }) => [applicationId, kind]));
  const categories = CATEGORIES.map((category, i): CategoryLetters => {
    const own = releases.filter((one) => one.category === category);
    return {
      ...lettersOf(category, places[i] ?? [], awards, kinds),
      releases: own.map((one) => ({ ...one, byName: names.get(one.by) ?? one.by })),
    };
  });
  return { policy, categories };
}

function lettersOf(
  category: Category,
  places: PlaceRecord[],
  awards: AwardRecord[],
  sent: ReadonlyMap<string, ResultKind>,
): Omit<CategoryLetters, 'releases'> {
  const standings = standingsOf(places, awards);
  const fills = awards.filter((award) => award.category === category && award.declined?.filled === null).length;
  const kindOf = ({ applicationId, kind }: Standing) => sent.get(applicationId) ?? kind;
  const written = standings.filter(({ applicationId, ownLetter }) => ownLetter || sent.has(applicationId));
  const count = (kind: ResultKind) => {
    const own = written.filter((one) => kindOf(one) === kind);
    const gone = own.filter(({ applicationId }) => sent.has(applicationId)).length;
    return { pending: own.length - gone, sent: gone, first: own[0]?.applicationId ?? null };
  };
  const [awarded, reserve, not] = RESULT_KINDS.map(count);
  const none = { pending: 0, sent: 0, first: null };
  return {
    category,
    kinds: { awarded: awarded ?? none, reserve: reserve ?? none, 'not-awarded': not ?? none },
    told: standings.filter(({ kind, ownLetter }) => kind === 'awarded' && !ownLetter).length,
    open: standings.filter(({ kind, place }) => kind === null && place.state !== 'declined').length + fills,
    release: releaseOf(
      standings,
      fills,
      awards.some((award) => award.category === category),
    ),
  };
}

/** Whether the letters of a category may go now. */
export async function mayRelease({ table }: Deps, roundId: string, category: Category): Promise<boolean> {
  const [places, awards] = await Promise.all([loadPlaces(table, roundId, category), loadAwards(table, roundId)]);
  return lettersOf(category, places, awards, new Map()).release !== 'early';
}

/** One letter as it is, or would be now. @throws HttpProblem where there is nothing to tell of the application */
export async function loadPreview(deps: Deps, { round, policy }: RoundFacts, id: string): Promise<PreviewView | null> {
  const { table } = deps;
  const { roundId } = round;
  if (!ApplicationId.safeParse(id).success || !id.startsWith(`${roundId}.`)) throw new HttpProblem('page.not-found');
  const category = categoryOf(id);
  const [application, released, standings] = await Promise.all([
    needApplication(deps, id),
    loadLetter(table, id),
    loadStandings(table, roundId, category),
  ]);
  const standing = standings.find(({ applicationId }) => applicationId === id);
  const result = released ?? (standing === undefined ? null : await resultNow(table, standing));
  if (result === null) return null;
  const common = { policy, category, result, name: application.name, sentAt: released?.mailedAt ?? null };
  if (released === null && standing?.ownLetter !== true) return { ...common, letter: null };
  const said = resultWords(await letterOf(table, { roundId, applicationId: id }, result), policy);
  const own = {
    zh: { authority: policy.authority, round: policy.title },
    en: { authority: policy.authority, round: policy.titleEn },
  };
  const { subject, text } = await compose({
    template: RESULT_MAILS[result.kind],
    words: { zh: { ...said.zh, ...own.zh }, en: { ...said.en, ...own.en } },
    ...{ language: 'zh', reminders: 0, problems: [], link: t('（申报页面的链接）') },
  });
  return { ...common, letter: { subject, text } };
}

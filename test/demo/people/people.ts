import type { Letter } from '../../../infra/local/start/mailroom.ts';
import type { ROUND_STAGES } from '../../../shared/schemas/records.ts';
import { correctionDuty, payeeDuty, uploadDuties } from './applicants.ts';
import { bureauDuty, isBureauKind } from './bureau.ts';
import type { Circumstances, Duty, TaskLetters } from './duty.ts';
import { lookDuty } from './looks.ts';
import { type NoticeDays, objectionDuties, readNotice, rulingDuty } from './objections.ts';
import { contestDuty, reviewDuty } from './refusals.ts';
import { districtDuty, scoreDuty } from './reviewers.ts';
import { sheetDuty } from './sheets.ts';

/** What all the people outside have to do, as their mail and the public notice tell them. */
export class People {
  readonly #circumstances: Circumstances;
  /** The address of the public pages. */
  readonly #site: string;
  readonly #letters = new Map<string, TaskLetters>();
  readonly #open = new Map<string, Duty>();
  #notice: NoticeDays | undefined;
  #announcedFirst = Number.POSITIVE_INFINITY;

  constructor(circumstances: Circumstances, site: string) {
    this.#circumstances = circumstances;
    this.#site = site;
  }

  duties(): Duty[] {
    return [...this.#open.values()];
  }

  done({ id }: Duty): void {
    this.#open.delete(id);
  }

  /** Reads letters. Returns those that nobody knows what to do with. */
  async receive(letters: Letter[]): Promise<Letter[]> {
    const unknown: Letter[] = [];
    for (const letter of letters) {
      // The group's robot and text messages only say that there is a letter.
      if (letter.channel !== 'mail') continue;
      if (letter.kind === 'slot') this.#add(...uploadDuties(this.#circumstances, letter));
      else if (letter.kind !== 'upload' && !(await this.#task(letter))) unknown.push(letter);
    }
    return unknown;
  }

  /** Looks whether the public notice is out; true if that gave somebody something to do. */
  async look(stage: (typeof ROUND_STAGES)[number]): Promise<boolean> {
    if (stage !== 'notice' || this.#notice !== undefined) return false;
    await this.#readNotice();
    return true;
  }

  /** Whoever reads it first, also after a kill in the midst of the objections, finds all that somebody wanted to object. */
  async #readNotice(): Promise<NoticeDays> {
    if (this.#notice === undefined) {
      this.#notice = await readNotice(this.#circumstances, this.#site);
      this.#add(...objectionDuties(this.#circumstances, this.#site, this.#notice));
    }
    return this.#notice;
  }

  #add(...duties: Duty[]): void {
    for (const duty of duties) this.#open.set(duty.id, duty);
  }

  /** A reminder only brings a new link. */
  async #task(letter: Letter): Promise<boolean> {
    const known = this.#letters.get(letter.about);
    if (known !== undefined) {
      known.latest = letter;
      return true;
    }
    const letters = { first: letter, latest: letter };
    this.#letters.set(letter.about, letters);
    const duty = await this.#dutyOf(letters);
    if (duty === null) return false;
    this.#add(duty);
    return true;
  }

  async #dutyOf(letters: TaskLetters): Promise<Duty | null> {
    const { kind, receivedAt } = letters.first;
    const c = this.#circumstances;
    switch (kind) {
      case 'district-review':
        return districtDuty(c, letters);
      case 'district-sheet':
        return sheetDuty(c, letters);
      case 'correction':
        return correctionDuty(c, letters);
      case 'refusal':
        return contestDuty(c, letters);
      case 'refusal-review':
        return reviewDuty(c, letters);
      case 'score':
        return scoreDuty(c, letters);
      case 'second-look':
        return lookDuty(c, letters);
      case 'payee':
        this.#announcedFirst = Math.min(this.#announcedFirst, receivedAt);
        return payeeDuty(c, letters, this.#announcedFirst);
      case 'objection-ruling':
        return rulingDuty(c, letters, await this.#readNotice());
      default:
        return isBureauKind(kind) ? bureauDuty(kind, c, letters) : null;
    }
  }
}

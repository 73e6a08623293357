import { beijingSeconds } from '../../../shared/http/time.ts';
import { type Finding, findingsOf } from './findings.ts';
import { local } from './local.ts';
import { type Answer, find, isOver, make, messageOf, type Place, post } from './page.ts';
import { fill, valuesOf } from './rows.ts';
import { say } from './words.ts';

type Values = Record<string, string>;

/** What is on this machine only, and which saved draft it was written over; without text, the draft that was saved last. */
interface LocalCopy {
  revision: number;
  values: Values | null;
}

const same = (a: Values, b: Values): boolean => {
  const text = (values: Values) => JSON.stringify(Object.entries(values).sort(([x], [y]) => (x < y ? -1 : 1)));
  return text(a) === text(b);
};

/** After the last key; often enough that little is lost, seldom enough for a slow line. */
const DELAY_MS = 1500;
const RETRY_MS = 15_000;

/**
 * Saves while the person writes: on this machine at once, on the server a moment later. What the server has not got stays on
 * this machine, whether the network fails, the session ends or the window closes. Two windows are never mixed: the later
 * one is asked which draft is meant, and the other is kept.
 */
export class Autosave {
  #revision: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | null = null;
  #stopped = false;
  /** Of the last answer; null where there was none. */
  #status: number | null = 200;
  /** What the server has. */
  #saved: Values;
  readonly #form: HTMLFormElement;
  readonly #place: Place;
  readonly #onFindings: (findings: Finding[], values: Values) => void;

  constructor(form: HTMLFormElement, place: Place, onFindings: (findings: Finding[], values: Values) => void) {
    this.#form = form;
    this.#place = place;
    this.#onFindings = onFindings;
    this.#revision = Number(find<HTMLInputElement>('input[name=revision]', form).value);
    this.#saved = valuesOf(form);
    this.#restore();
    form.addEventListener('input', () => this.changed());
    window.addEventListener('online', () => void this.flush());
  }

  /** Whether the server would hear of it: it answers, and nobody has to choose between two drafts or to come in again first. */
  get isHeard(): boolean {
    return !this.#stopped && this.#status !== null && this.#status !== 409 && !isOver(this.#status);
  }

  get revision(): number {
    return this.#revision;
  }

  get #key(): string {
    return `awards.draft.${this.#place.owner}`;
  }

  /** What this window wrote while another one saved: the other one must not forget it. */
  get #undecidedKey(): string {
    return `${this.#key}.undecided`;
  }

  changed(): void {
    this.#keep();
    if (this.#stopped) return;
    this.#say(say('有未保存的修改…'));
    this.#later(DELAY_MS);
  }

  /** Saves now. Whether the server has everything. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#stopped) return false;
    // One at a time: each save is made over the one before.
    while (this.#saving !== null) await this.#saving;
    if (this.#stopped) return false;
    const values = valuesOf(this.#form);
    if (same(values, this.#saved) && this.#revision > 0) return true;
    this.#saving = this.#send(values).finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #say(text: string): void {
    find('#save-state').textContent = text;
  }

  /** Keeps on this machine what the server has not got yet; of what it has, only that it has it. */
  #keep(): void {
    const values = valuesOf(this.#form);
    const copy: LocalCopy = { revision: this.#revision, values: same(values, this.#saved) ? null : values };
    local.set(this.#key, JSON.stringify(copy));
  }

  async #send(values: Values, keep?: 'mine' | 'theirs', over = this.#revision): Promise<boolean> {
    this.#say(say('正在保存…'));
    let answer: Answer;
    try {
      answer = await post(this.#place, 'draft.json', {
        revision: over,
        values,
        ...(keep === undefined ? {} : { keep }),
      });
    } catch {
      this.#status = null;
      this.#say(say('离线：内容已保存在本机，恢复网络后自动保存。'));
      this.#later(RETRY_MS);
      return false;
    }
    return this.#answered(answer, values, keep);
  }

  #answered(answer: Answer, values: Values, keep: 'mine' | 'theirs' | undefined): boolean {
    const { status, body } = answer;
    this.#status = status;
    if (status === 200 && keep !== undefined) local.remove(this.#undecidedKey);
    if (status === 200 && keep === 'theirs') {
      local.remove(this.#key);
      location.reload();
      return false;
    }
    if (status === 200) {
      this.#adopt(Number(body['revision']), values);
      this.#say(say('已保存：{time}', { time: beijingSeconds(String(body['savedAt'])) }));
      this.#onFindings(findingsOf(body['problems']), values);
      if (!same(valuesOf(this.#form), values)) this.#later(DELAY_MS);
      return true;
    }
    this.#keep();
    if (status === 409) return this.#conflict(body, values);
    if (isOver(status)) this.#say(say('会话已结束：内容已保存在本机。请重新打开邮件中的链接，回到本页后会自动恢复。'));
    else if (status === 413 || status === 422) this.#say(messageOf(answer));
    else {
      this.#say(say('没有保存成功：内容已保存在本机，稍后自动重试。'));
      this.#later(RETRY_MS);
    }
    return false;
  }

  #adopt(revision: number, saved: Values): void {
    this.#revision = revision;
    this.#saved = saved;
    find<HTMLInputElement>('input[name=revision]', this.#form).value = String(revision);
    this.#keep();
  }

  /** Another window saved meanwhile. The same text is no conflict. */
  #conflict(body: Record<string, unknown>, mine: Values): boolean {
    const theirs = (body['values'] ?? {}) as Values;
    const revision = Number(body['revision']);
    if (same(theirs, mine)) {
      this.#adopt(revision, mine);
      this.#say(say('已保存。'));
      return true;
    }
    this.#stopped = true;
    local.set(this.#undecidedKey, JSON.stringify({ revision: this.#revision, values: mine } satisfies LocalCopy));
    this.#say(say('另一个窗口已经保存了不同的内容；本页的内容保存在本机，请选择使用哪一份。'));
    this.#ask(revision, body['savedAt'], mine);
    return false;
  }

  #ask(revision: number, savedAt: unknown, mine: Values): void {
    const choose = (keep: 'mine' | 'theirs') => () => {
      this.#stopped = false;
      place.replaceChildren();
      void this.#send(keep === 'mine' ? valuesOf(this.#form) : mine, keep, revision);
    };
    const place = find('#conflict');
    const other =
      typeof savedAt === 'string'
        ? say('另一份（保存于 {time}）。', { time: beijingSeconds(savedAt) })
        : say('另一份。');
    const panel = make('div', { className: 'panel warn' });
    panel.setAttribute('role', 'alert');
    panel.append(
      make('h2', { textContent: say('另一个窗口已经保存了不同的内容') }),
      make('p', { textContent: `${other}${say('请选择继续使用哪一份；没有采用的一份会另外保留，可以随时换回。')}` }),
      make('button', { type: 'button', textContent: say('使用本页的内容'), onclick: choose('mine') }),
      ' ',
      make('button', {
        type: 'button',
        className: 'quiet',
        textContent: say('使用另一个窗口的内容'),
        onclick: choose('theirs'),
      }),
    );
    place.replaceChildren(panel);
    panel.scrollIntoView({ block: 'nearest' });
  }

  /** What this machine kept from visits whose last words did not reach the server, or that nobody has chosen between yet. */
  #restore(): void {
    const last = read(this.#key);
    // The page was on its way while the last words were still being saved.
    if (last?.values === null && last.revision > this.#revision) {
      location.reload();
      return;
    }
    const copy = [last, read(this.#undecidedKey)].find((one) => one?.values && !same(one.values, this.#saved));
    if (!copy?.values) {
      local.remove(this.#undecidedKey);
      return;
    }
    fill(this.#form, copy.values);
    if (copy.revision === this.#revision) {
      this.#say(say('已恢复本机保存的内容，正在保存…'));
      this.#later(0);
    } else {
      this.#conflict({ revision: this.#revision, values: this.#saved }, copy.values);
    }
  }
}

function read(key: string): LocalCopy | null {
  try {
    return JSON.parse(local.get(key) ?? 'null') as LocalCopy | null;
  } catch {
    return null;
  }
}

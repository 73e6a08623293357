import { attachmentProblem } from '../../../shared/package/attachment-problems.ts';
import { firstLook, HEAD_BYTES } from '../../../shared/package/first-look.ts';
import type { KindLimit } from '../../../shared/package/limits.ts';
import { zipProblem } from '../../../shared/package/problems.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import type { AttachmentKind } from '../../../shared/schemas/package.ts';
import { local } from './local.ts';
import { hashOf } from './pack.ts';
import { find, make } from './page.ts';
import { marked, say, spoken } from './say.ts';
import { FileStore, type KeptFile } from './store.ts';
import type { ListedFile } from './submitted.ts';

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const BASE_LENGTH = 80;

/** A name that every system can unpack; the kind before it keeps kinds apart. */
function pathOf(kind: AttachmentKind, name: string, taken: (path: string) => boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in a file name
  const tidy = name.normalize('NFC').replace(/[\u0000-\u001f\\/:*?"<>|]/g, '_');
  const [, base = '', extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(tidy) ?? [];
  const path = (n: number) => `attachments/${kind}-${base.slice(0, BASE_LENGTH)}${n === 1 ? '' : `-${n}`}${extension}`;
  let n = 1;
  while (taken(path(n))) n += 1;
  return path(n);
}

/** The files of an application: chosen, dropped or photographed, looked at, hashed, and kept until they are sent. */
export class Files {
  readonly #store = new FileStore();
  readonly #application: string;
  #kept: ListedFile[] = [];
  /** Of the version that was submitted last, once it was returned: they stay unless somebody takes them out. */
  readonly #submitted: ListedFile[];
  /** One after the other: hashing is what the machine does then. */
  #queue: Promise<void> = Promise.resolve();

  constructor(application: string) {
    this.#application = application;
    // A file that misses its place would be opened by the browser instead of the page.
    for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault());
    this.#submitted = [...document.querySelectorAll<HTMLElement>('[data-kind] li[data-sha256]')].map((item) =>
      submittedOf(application, item),
    );
    for (const zone of document.querySelectorAll<HTMLElement>('[data-kind]')) this.#wire(zone);
    this.#queue = this.#load().catch(() => undefined);
  }

  /** All that is chosen, in the order in which it is packed; waits for what is still being looked at. */
  async all(): Promise<ListedFile[]> {
    await this.#queue;
    return [...this.#kept].sort(byPath);
  }

  /** The same with their bytes: those that are only on the server are fetched, and kept until they are sent. */
  async whole(files: ListedFile[], fetched: (file: ListedFile) => Promise<Blob>): Promise<KeptFile[]> {
    const whole: KeptFile[] = [];
    for (const { blob, ...file } of files) {
      const kept = { ...file, blob: blob ?? (await fetched({ ...file, blob })) };
      if (blob === null) await this.#store.put(kept);
      whole.push(kept);
    }
    return whole;
  }

  /** Takes everything off this machine: it may be somebody else's. */
  async clear(): Promise<void> {
    await this.#queue;
    for (const file of await this.#store.all(this.#application)) await this.#store.remove(file.id);
    await this.#load();
  }

  async #load(): Promise<void> {
    const here = await this.#store.all(this.#application).catch(() => []);
    const dropped = this.#dropped();
    // Of a kind that was not asked for only what was submitted goes along.
    const zones = new Set(
      [...document.querySelectorAll<HTMLElement>('[data-kind]:not([data-kept])')].map((zone) => zone.dataset['kind']),
    );
    const open = here.filter(({ kind }) => zones.has(kind));
    const submitted = this.#submitted
      .filter(({ path, sha256 }) => !dropped.includes(sha256) && !open.some((file) => file.path === path))
      .map((file) => ({ ...file, blob: here.find(({ sha256 }) => sha256 === file.sha256)?.blob ?? null }));
    this.#kept = [...open, ...submitted];
    for (const zone of document.querySelectorAll<HTMLElement>('[data-kind]')) this.#show(zone);
  }

  get #droppedKey(): string {
    return `awards.dropped.${this.#application}`;
  }

  /** SHA-256 of submitted files that were taken out here. */
  #dropped(): string[] {
    return (local.get(this.#droppedKey) ?? '').split(' ');
  }

  #wire(zone: HTMLElement): void {
    if (zone.dataset['kept'] !== undefined) return;
    const take = (files: FileList | null | undefined) => {
      const chosen = [...(files ?? [])];
      this.#queue = this.#queue
        .then(() => this.#add(zone, chosen))
        .catch(() => this.#show(zone, [say('文件无法读取，请重新选择。')]));
    };
    for (const input of zone.querySelectorAll<HTMLInputElement>('input[type=file]')) {
      input.addEventListener('change', () => {
        take(input.files);
        input.value = '';
      });
    }
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      take(event.dataTransfer?.files);
    });
  }

  async #add(zone: HTMLElement, files: File[]): Promise<void> {
    const refusals: string[] = [];
    for (const file of files) {
      this.#state(zone, say('正在读取 {name}…', { name: file.name }));
      const refusal = await this.#take(zone, file).catch(() =>
        say('“{name}”无法读取，请重新选择。', { name: file.name }),
      );
      if (refusal !== null) refusals.push(refusal);
    }
    this.#show(zone, refusals);
  }

  /** What is wrong with a file, or null once it is kept. */
  async #take(zone: HTMLElement, file: File): Promise<string | null> {
    const { kind, limit } = allowedIn(zone);
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const problem = firstLook(kind, limit, { name: file.name, size: file.size, head }) ?? this.#room(kind, limit, file);
    if (problem !== null) {
      const { message, mend } = spoken(problem);
      return say('“{name}”：{problem}', { name: file.name, problem: `${message}${mend}` });
    }
    const sha256 = await hashOf(file);
    if (this.#kept.some((other) => other.sha256 === sha256 && other.kind === kind))
      return say('“{name}”已经加入过了。', { name: file.name });
    const path = pathOf(kind, file.name, (taken) => this.#kept.some((other) => other.path === taken));
    const kept: KeptFile = {
      id: `${this.#application}|${path}`,
      ...{ application: this.#application, kind, path, size: file.size, sha256, blob: file },
    };
    const lasts = await this.#store.put(kept);
    // Asks the browser not to throw it away when room gets scarce.
    void navigator.storage?.persist?.();
    this.#kept = [...this.#kept, kept];
    find('#files-problem').textContent = lasts
      ? ''
      : say('浏览器没有空间保存文件：请在关闭本页之前提交，否则需要重新选择文件。');
    return null;
  }

  /** Whether there is room for one more, of the kind and in all. The zip itself takes a little beside the files. */
  #room(kind: AttachmentKind, limit: KindLimit, file: File): Problem | null {
    const count = this.#kept.filter((other) => other.kind === kind).length + 1;
    if (count > limit.files) return attachmentProblem.tooMany(kind, count, limit.files);
    const all = this.#kept.reduce((sum, other) => sum + other.size, file.size);
    const most = Number(find('#files').dataset['packageBytes']);
    return all > most ? zipProblem.tooLarge(all, most) : null;
  }

  async #remove(zone: HTMLElement, file: ListedFile): Promise<void> {
    if (this.#submitted.some(({ sha256 }) => sha256 === file.sha256))
      local.set(this.#droppedKey, [...this.#dropped(), file.sha256].join(' ').trim());
    this.#kept = this.#kept.filter((other) => other.id !== file.id);
    await this.#store.remove(file.id);
    this.#show(zone);
  }

  #state(zone: HTMLElement, text: string): void {
    find('[data-state]', zone).replaceChildren(...marked(text));
  }

  #show(zone: HTMLElement, refusals: string[] = []): void {
    if (zone.dataset['kept'] !== undefined) return;
    const own = this.#kept.filter((file) => file.kind === zone.dataset['kind']);
    const required = zone.dataset['required'] !== undefined;
    const none = required ? '必须提交，还没有文件' : '没有文件';
    this.#state(zone, own.length > 0 ? say('已有 {count} 个文件', { count: own.length }) : say(none));
    const item = (file: ListedFile) => {
      const name = file.path.replace(/^attachments\//, '').replace(`${file.kind}-`, '');
      const id = `file-${file.kind}-${file.sha256}`;
      const remove = make('button', {
        type: 'button',
        className: 'quiet small',
        textContent: say('移除'),
        id: `${id}-x`,
      });
      // Two elements name the button: the file's name may be of another language.
      remove.setAttribute('aria-labelledby', `${remove.id} ${id}`);
      remove.addEventListener('click', () => void this.#remove(zone, file));
      const called = make('span', { id }, ...marked(name));
      return make('li', {}, called, make('span', { textContent: size(file.size) }), remove);
    };
    const refusal = (text: string) => make('li', {}, make('p', { className: 'message' }, ...marked(text)));
    find('ul', zone).replaceChildren(...own.map(item), ...refusals.map(refusal));
  }
}

/** What the page says of a kind. */
function allowedIn(zone: HTMLElement): { kind: AttachmentKind; limit: KindLimit } {
  const { kind, types = '', most, bytes } = zone.dataset;
  const limit = { types: types.split(' ') as KindLimit['types'], files: Number(most), fileBytes: Number(bytes) };
  return { kind: kind as AttachmentKind, limit };
}

/** What the page lists of a submitted file. */
function submittedOf(application: string, item: HTMLElement): ListedFile {
  const { path = '', size = '', sha256 = '' } = item.dataset;
  const kind = item.closest<HTMLElement>('[data-kind]')?.dataset['kind'] as AttachmentKind;
  return { id: `${application}|${path}`, application, kind, path, size: Number(size), sha256, blob: null };
}

const byPath = (a: ListedFile, b: ListedFile) => (a.path < b.path ? -1 : 1);

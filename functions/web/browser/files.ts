import { firstLook, HEAD_BYTES } from '../../../shared/package/first-look.ts';
import type { AttachmentKind } from '../../../shared/schemas/package.ts';
import { hashOf } from './pack.ts';
import { find, make } from './page.ts';
import { FileStore, type KeptFile } from './store.ts';

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
  #kept: KeptFile[] = [];
  /** One after the other: hashing is what the machine does then. */
  #queue: Promise<void> = Promise.resolve();

  constructor(application: string) {
    this.#application = application;
    // A file that misses its place would be opened by the browser instead of the page.
    for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault());
    for (const zone of document.querySelectorAll<HTMLElement>('[data-kind]')) this.#wire(zone);
    this.#queue = this.#load().catch(() => undefined);
  }

  /** All that is chosen, in the order in which it is packed; waits for what is still being looked at. */
  async all(): Promise<KeptFile[]> {
    await this.#queue;
    return [...this.#kept].sort(byPath);
  }

  /** Takes everything off this machine: it may be somebody else's. */
  async clear(): Promise<void> {
    for (const file of await this.all()) await this.#store.remove(file.id);
    await this.#load();
  }

  async #load(): Promise<void> {
    this.#kept = await this.#store.all(this.#application);
    for (const zone of document.querySelectorAll<HTMLElement>('[data-kind]')) this.#show(zone);
  }

  #wire(zone: HTMLElement): void {
    const take = (files: FileList | null | undefined) => {
      const chosen = [...(files ?? [])];
      this.#queue = this.#queue
        .then(() => this.#add(zone, chosen))
        .catch(() => this.#show(zone, ['文件无法读取，请重新选择。']));
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
      this.#state(zone, `正在读取 ${file.name}…`);
      const refusal = await this.#take(zone.dataset['kind'] as AttachmentKind, file).catch(
        () => `“${file.name}”无法读取，请重新选择。`,
      );
      if (refusal !== null) refusals.push(refusal);
    }
    this.#show(zone, refusals);
  }

  /** What is wrong with a file, or null once it is kept. */
  async #take(kind: AttachmentKind, file: File): Promise<string | null> {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const problem = firstLook(file.name, file.size, head);
    if (problem !== null) return `“${file.name}”：${problem.message}${problem.mend}`;
    const sha256 = await hashOf(file);
    if (this.#kept.some((other) => other.sha256 === sha256 && other.kind === kind))
      return `“${file.name}”已经加入过了。`;
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
      : '浏览器没有空间保存文件：请在关闭本页之前提交，否则需要重新选择文件。';
    return null;
  }

  async #remove(zone: HTMLElement, file: KeptFile): Promise<void> {
    this.#kept = this.#kept.filter((other) => other.id !== file.id);
    await this.#store.remove(file.id);
    this.#show(zone);
  }

  #state(zone: HTMLElement, text: string): void {
    find('[data-state]', zone).textContent = text;
  }

  #show(zone: HTMLElement, refusals: string[] = []): void {
    const own = this.#kept.filter((file) => file.kind === zone.dataset['kind']);
    const required = zone.dataset['required'] !== undefined;
    this.#state(zone, own.length > 0 ? `已有 ${own.length} 个文件` : required ? '必须提交，还没有文件' : '没有文件');
    const item = (file: KeptFile) => {
      const name = file.path.slice(`attachments/${file.kind}-`.length);
      const remove = make('button', { type: 'button', className: 'quiet small', textContent: '移除' });
      remove.setAttribute('aria-label', `移除 ${name}`);
      remove.addEventListener('click', () => void this.#remove(zone, file));
      return make(
        'li',
        {},
        make('span', { textContent: name }),
        make('span', { textContent: size(file.size) }),
        remove,
      );
    };
    const refusal = (text: string) => make('li', {}, make('p', { className: 'message', textContent: text }));
    find('ul', zone).replaceChildren(...own.map(item), ...refusals.map(refusal));
  }
}

const byPath = (a: KeptFile, b: KeptFile) => (a.path < b.path ? -1 : 1);

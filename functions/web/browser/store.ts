import type { AttachmentKind } from '../../../shared/schemas/package.ts';

/** A file that was chosen: kept by the browser, so that a reload or an interruption costs nothing. */
export interface KeptFile {
  /** `<application>|<path>` */
  id: string;
  application: string;
  kind: AttachmentKind;
  path: string;
  size: number;
  sha256: string;
  blob: Blob;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The browser's own database, or this window's memory where it gives none (private windows). */
export class FileStore {
  readonly #memory = new Map<string, KeptFile>();
  readonly #database: Promise<IDBDatabase | null>;

  constructor() {
    this.#database = open().catch(() => null);
  }

  async #files(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
    return (await this.#database)?.transaction('files', mode).objectStore('files') ?? null;
  }

  async all(application: string): Promise<KeptFile[]> {
    const files = await this.#files('readonly');
    const kept = files === null ? [] : await done<KeptFile[]>(files.getAll());
    return [...kept, ...this.#memory.values()].filter((file) => file.application === application);
  }

  /** False where it is kept in this window's memory only. */
  async put(file: KeptFile): Promise<boolean> {
    try {
      const files = await this.#files('readwrite');
      if (files !== null) {
        await done(files.put(file));
        return true;
      }
    } catch {
      // No room: this window still has it.
    }
    this.#memory.set(file.id, file);
    return false;
  }

  async remove(id: string): Promise<void> {
    this.#memory.delete(id);
    const files = await this.#files('readwrite');
    if (files !== null) await done(files.delete(id));
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('awards', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'id' });
  return done(request);
}

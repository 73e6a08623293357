/** This browser's own memory of small texts. Where it is full or forbidden nothing is kept, and nothing fails. */
export const local = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, text: string): void {
    try {
      localStorage.setItem(key, text);
    } catch {
      // What the server has is what remains.
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // It was never kept.
    }
  },
};

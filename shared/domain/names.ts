/** Compares names as a bank would: full-width brackets and letters, and spaces, make no difference. */
export const sameName = (a: string, b: string): boolean => normalised(a) === normalised(b);

const normalised = (name: string) => name.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase();

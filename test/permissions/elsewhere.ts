/** Permissions that the small round of `test/integration/round` does not use, by the file whose flow does. */
export const ELSEWHERE: Readonly<Record<string, string[]>> = {};

/** Those that no flow can use on one machine, and why they are there. */
export const UNUSED: readonly { why: string; permissions: string[] }[] = [];

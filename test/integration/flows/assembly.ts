import { resolve } from 'node:path';
import { localAssembly } from '../../../infra/local/start/assembly.ts';

/** The stage `local`, synthesized once for these very sources, whichever test file comes first. */
export const assembly = (): Promise<string> => localAssembly(resolve(import.meta.dirname, '../../../.local/assembly'));

import * as z from 'zod';
import rules from './licences.json' with { type: 'json' };

/** What of npm's lock says which packages there are. */
export const Lock = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

export interface Licensed {
  name: string;
  /** An SPDX expression; `unknown` where the package says none. */
  licence: string;
  /** `bundled`: may end in a function or a page. */
  use: 'bundled' | 'tools';
}

/** Every package of a lock but the project itself, by name and use, each once. */
export function licencesOf({ packages }: z.infer<typeof Lock>): Licensed[] {
  const found = Object.entries(packages).flatMap(([path, { license = 'unknown', dev = false }]): Licensed[] => {
    const name = path.split('node_modules/').at(-1) ?? '';
    return name === '' ? [] : [{ name, licence: license, use: dev ? 'tools' : 'bundled' }];
  });
  return [...new Map(found.map((one) => [`${one.name} ${one.licence} ${one.use}`, one])).values()];
}

interface Exception {
  licence: string;
  why: string;
}
const exceptions: Record<string, Exception> = rules.exceptions;

/** Packages whose licence is not allowed where they are used, one sentence each. What is bundled has no exceptions. */
export const refusals = (found: readonly Licensed[]): string[] =>
  found
    .filter(({ name, licence, use }) => {
      if (allows(licence, rules[use])) return false;
      return use === 'bundled' || exceptions[name]?.licence !== licence;
    })
    .map(({ name, licence, use }) => `${name}: ${licence} is not allowed for ${use} (infra/delivery/licences.json)`);

/** SPDX: of what is joined by OR one may be chosen, of AND all hold. AND binds closer. */
function allows(expression: string, allowed: readonly string[]): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => allowed.includes(one)));
}

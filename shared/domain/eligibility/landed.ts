import type { Finding } from '../../schemas/findings.ts';
import { LINK_TITLES } from '../../schemas/titles.ts';
import { finding, type InputOf, listed } from './finding.ts';

/** 二(三): for one or more scenarios of the links that the clause names. */
export function coversScenarios(input: InputOf<'solution-product'>): Finding {
  const rule = {
    rule: 'solution.scenarios',
    clause: '二(三)',
    title: '面向规定环节的单个或多个应用场景',
    register: null,
  } as const;
  const { links, scenarios } = input.manifest;
  const named = [...new Set(links)].map((l) => LINK_TITLES[l]);
  const count = new Set(scenarios).size;
  const evidence = `申报环节：${named.join('、') || '无'}；应用场景 ${count} 个`;
  return finding(input, rule, named.length > 0 && count > 0 ? 'pass' : 'fail', evidence);
}

const LANDED_RULES = {
  'solution-product': { rule: 'solution.landed', clause: '二(三)', title: '针对试点企业提供' },
  'chain-case': { rule: 'chain.landed', clause: '二(四)', title: '面向试点企业并已落地实施' },
} as const;

/** 二(三), 二(四): landed at pilot enterprises. None is a failure; some that are no pilots are shown to a person. */
export function landedAtPilots(input: InputOf<'solution-product' | 'chain-case'>): Finding {
  const rule = { ...LANDED_RULES[input.manifest.category], register: 'pilots' } as const;
  const pilots = new Set(input.claimedPilots.filter((c) => c.found).map((c) => c.uscc));
  const claimed = new Map(input.manifest.landed.map((l) => [l.uscc, l.name]));
  const others = [...claimed].filter(([uscc]) => !pilots.has(uscc)).map(([, name]) => name);
  const count = claimed.size - others.length;
  const evidence = `申报落地企业 ${claimed.size} 家，其中试点企业 ${count} 家`;
  if (count === 0) return finding(input, rule, 'fail', evidence);
  if (others.length === 0) return finding(input, rule, 'pass', evidence);
  return finding(input, rule, 'needs-person', `${evidence}，不是试点企业：${listed(others)}`);
}

const BY_APPLICANT_RULES = {
  'solution-product': { rule: 'solution.landed-by-applicant', clause: '二(三)' },
  'chain-case': { rule: 'chain.landed-by-applicant', clause: '二(四)' },
} as const;

/** 二(三), 二(四): what the applicant itself provided. Pilots that another provider served by the register are shown to a person. */
export function landedByApplicant(input: InputOf<'solution-product' | 'chain-case'>): Finding {
  const rule = {
    ...BY_APPLICANT_RULES[input.manifest.category],
    title: '落地试点企业的登记服务商为申报主体',
    register: 'pilots',
  } as const;
  const pilots = [...new Map(input.claimedPilots.flatMap((c) => (c.found ? [[c.uscc, c] as const] : []))).values()];
  const others = pilots.filter(({ providerUscc }) => providerUscc !== input.manifest.uscc);
  const evidence = `落地试点企业 ${pilots.length} 家`;
  if (others.length === 0) return finding(input, rule, 'pass', `${evidence}，登记的服务商均为申报主体`);
  const names = listed(others.map(({ name }) => name));
  return finding(
    input,
    rule,
    'needs-person',
    `${evidence}，其中 ${others.length} 家登记的服务商不是申报主体：${names}`,
  );
}

const RELATIONS = { upstream: '上游', downstream: '下游', park: '园区' } as const;

/** 二(四): a chain-type case names the enterprises of the chain that it carries along. */
export function hasPartners(input: InputOf<'chain-case'>): Finding {
  const rule = {
    rule: 'chain.partners',
    clause: '二(四)',
    title: '“链式”方案列明上下游或园区企业',
    register: null,
  } as const;
  const { partners, uscc } = input.manifest;
  const others = new Map(partners.filter((p) => p.uscc !== uscc).map((p) => [p.uscc, p.relation]));
  if (others.size === 0) return finding(input, rule, 'fail', '未列明上下游或园区企业');
  const parts = (Object.keys(RELATIONS) as (keyof typeof RELATIONS)[]).map(
    (r) => `${RELATIONS[r]} ${[...others.values()].filter((x) => x === r).length} 家`,
  );
  return finding(input, rule, 'pass', `共 ${others.size} 家：${parts.join('、')}`);
}

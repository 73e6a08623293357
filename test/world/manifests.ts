import type * as z from 'zod';
import { LINKS, SCENARIOS } from '../../shared/schemas/basics.ts';
import type { AttachmentEntry, PackageManifest } from '../../shared/schemas/package.ts';
import { PACKAGE_FORMAT } from '../../shared/schemas/package.ts';
import type { PilotRow } from '../../shared/schemas/registers.ts';
import type { Applicant } from './directory.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';
import type { World } from './types.ts';

type Listed = z.infer<typeof AttachmentEntry>[];
type Common = Pick<
  PackageManifest,
  | 'format'
  | 'roundId'
  | 'uscc'
  | 'name'
  | 'applicationNo'
  | 'legalPerson'
  | 'contact'
  | 'publicSummary'
  | 'publicityConsent'
  | 'attachments'
>;

const THINGS = ['订单排产', '质量追溯', '设备联网', '仓储管理', '采购协同', '能耗监测', '工艺设计', '成本核算'];

/** A sentence with figures, so that no two applications read alike. */
const improved = (random: Random, what: string): string =>
  `围绕${random.pick(THINGS)}与${random.pick(THINGS)}实施改造，${what}较改造前改善 ${random.int(5, 38)}%，相关数据已由系统自动采集并可追溯。`;
const described = (random: Random, what: string): string =>
  `${what}：以${random.pick(THINGS)}为切入点，分 ${random.int(2, 5)} 个阶段推进，覆盖 ${random.int(3, 12)} 个业务环节，参与人员 ${random.int(6, 60)} 人。`;

function honours(random: Random): { title: string; level: 'provincial' | 'municipal'; awardedOn: string }[] {
  return Array.from({ length: random.int(0, 2) }, (_, i) => ({
    title: random.pick(['专精特新中小企业', '创新型中小企业', '数字化车间', '优秀工业软件']),
    level: random.pick(['provincial', 'municipal'] as const),
    awardedOn: `${2022 + i}-0${random.int(1, 9)}-15`,
  }));
}

/** Invoices that add up to what was invested, each with a number of its own. */
function invoices(
  random: Random,
  uscc: string,
  totalFen: number,
): { number: string; issuedOn: string; amountFen: number }[] {
  const count = random.int(1, 6);
  const each = Math.floor(totalFen / count);
  return Array.from({ length: count }, (_, i) => ({
    number: `25${uscc.slice(2, 6)}${String(random.int(0, 9_999_999)).padStart(7, '0')}${String(random.int(0, 9_999_999)).padStart(7, '0')}`,
    issuedOn: `${random.pick([2024, 2025])}-0${random.int(1, 9)}-${random.int(10, 28)}`,
    amountFen: i === 0 ? totalFen - each * (count - 1) : each,
  }));
}

/** A few firms list an invoice of somebody else's project, and it is the same one: what flags are for. */
const BORROWED = 0.03;
const borrowed = (seed: string | number, uscc: string, own: ReturnType<typeof invoices>): typeof own =>
  seeded(seed, 'borrowed-invoice', uscc).chance(BORROWED)
    ? own.map((invoice, i) => (i === 0 ? { ...invoice, number: '25370000000000000001' } : invoice))
    : own;

const SURNAMES = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨'];

/** The same in every application of a firm, and nobody's real name. */
const legalPersonOf = (seed: string | number, uscc: string): string =>
  `${seeded(seed, 'legal-person', uscc).pick(SURNAMES)}代表${uscc.slice(8, 17)}`;

const named = (rows: PilotRow[]) => rows.map(({ uscc, name }) => ({ uscc, name }));

function enterprise(seed: string, random: Random, common: Common, pilot: PilotRow | null): PackageManifest {
  const level = pilot?.level ?? 2;
  const investmentFen = pilot?.investmentFen ?? random.int(20, 150) * 1_000_000;
  return {
    ...common,
    category: 'benchmark-enterprise',
    declaredLevel: random.chance(0.03) ? Math.min(4, level + 1) : level,
    // A few declare more than the acceptance found; only what it found counts.
    declaredInvestmentFen: random.chance(0.05) ? Math.round(investmentFen * 1.2) : investmentFen,
    invoices: borrowed(seed, common.uscc, invoices(random, common.uscc, investmentFen)),
    foundation: {
      planning: described(random, '制定数字化转型规划，成立专班并列支专项资金'),
      keyProcesses: described(random, '关键环节改造'),
      dataExchange: described(random, '打通各业务系统数据'),
      newTechnology: described(random, '应用人工智能与工业互联网'),
      promotion: described(random, '接待同行观摩并输出经验'),
      honours: honours(random),
    },
    effects: {
      economic: improved(random, '人均产值'),
      quality: improved(random, '一次交检合格率'),
      cost: improved(random, '单位制造成本'),
      efficiency: improved(random, '订单交付周期'),
    },
  };
}

function serviceProvider(random: Random, common: Common, served: PilotRow[]): PackageManifest {
  return {
    ...common,
    category: 'service-provider',
    served: named(served),
    effects: improved(random, '服务企业平均生产效率'),
    team: { size: random.int(8, 120), narrative: described(random, '常驻团队') },
    honours: honours(random),
    training: described(random, '组织培训与入企辅导'),
    products: Array.from({ length: random.int(1, 4) }, (_, i) => ({
      name: `${random.pick(THINGS)}系统 V${i + 1}`,
      scenarios: random.sample(SCENARIOS, random.int(1, 5)),
    })),
    operations: described(random, '运维与升级'),
  };
}

function solution(random: Random, common: Common, served: PilotRow[], industries: string[]): PackageManifest {
  return {
    ...common,
    category: 'solution-product',
    title: `${random.pick(THINGS)}${random.pick(['一体化平台', '轻量化应用', '解决方案', '智能终端'])}`,
    links: random.sample(LINKS, random.int(1, 3)),
    scenarios: random.sample(SCENARIOS, random.int(1, 6)),
    industries: random.sample(industries, random.int(1, 2)),
    landed: named(random.sample(served, random.int(2, 8))),
    technology: described(random, '核心技术'),
    painPoints: described(random, '解决细分行业共性痛点'),
    effects: improved(random, '落地企业综合效率'),
    demonstration: described(random, '可复制推广'),
    intellectualProperty: Array.from(
      { length: random.int(0, 3) },
      () => `软件著作权登记第 ${random.int(100000, 999999)} 号`,
    ),
    honours: honours(random),
  };
}

function chainCase(random: Random, common: Common, served: PilotRow[], others: PilotRow[]): PackageManifest {
  const relation = () => random.pick(['upstream', 'downstream', 'park'] as const);
  return {
    ...common,
    category: 'chain-case',
    title: `${random.pick(THINGS)}链式协同转型案例`,
    landed: named(random.sample(served, random.int(2, 6))),
    partners: random.sample(others, random.int(3, 9)).map(({ uscc, name }) => ({ uscc, name, relation: relation() })),
    measures: described(random, '链主带动上下游协同改造'),
    technology: described(random, '供应链协同平台'),
    effects: {
      cost: improved(random, '采购成本'),
      efficiency: improved(random, '协同效率'),
      revenue: improved(random, '链上企业营收'),
      energy: improved(random, '单位能耗'),
      quality: improved(random, '来料合格率'),
    },
    replication: described(random, '向产业链与园区复制推广'),
  };
}

/**
 * `application.json` as this applicant would fill it in, true to the registers but for a few who declare too much.
 * @param edition tells a later version apart in its text; 1 is the first
 */
export function manifestFor(world: World, applicant: Applicant, attachments: Listed, edition: number): PackageManifest {
  const { invitation, pilot, served } = applicant;
  const { category, uscc, applicationNo, name } = invitation;
  const random = seeded(world.seed, 'manifest', category, uscc, applicationNo);
  const common: Common = {
    format: PACKAGE_FORMAT,
    roundId: world.roundId,
    uscc,
    name,
    applicationNo,
    contact: { name: invitation.contactName, phone: `0532-0000${String(random.int(0, 9999)).padStart(4, '0')}` },
    legalPerson: legalPersonOf(world.seed, uscc),
    publicityConsent: random.chance(0.9),
    publicSummary: `${name}申报材料公开简介${edition > 1 ? `（第 ${edition} 版）` : ''}。`,
    attachments,
  };
  switch (category) {
    case 'benchmark-enterprise':
      return enterprise(world.seed, random, common, pilot);
    case 'service-provider':
      return serviceProvider(random, common, served);
    case 'solution-product':
      return solution(
        random,
        common,
        served,
        world.policy.industries.map(({ code }) => code),
      );
    case 'chain-case':
      return chainCase(random, common, served, world.registers.pilots);
  }
}

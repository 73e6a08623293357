import { type Candidate, CONFLICTS, type Concern, type Conflict, conflictOf } from './candidates.ts';

/** An application whose panel cannot be filled, and why, in Chinese. */
export interface Shortage {
  applicationId: string;
  needed: number;
  available: number;
  reasons: string[];
}

interface Applicant extends Concern {
  applicationId: string;
  barred: ReadonlySet<number>;
}

const byId = (a: Shortage, b: Shortage) => (a.applicationId < b.applicationId ? -1 : 1);

/** Applications with fewer employers to choose from than seats. */
export function lacking(pool: Candidate[], applications: Applicant[], size: number): Shortage[] {
  const staff = Map.groupBy(pool, (c) => c.employerGroup);
  const available = ({ barred }: Applicant): number => {
    const out = new Map<string, number>();
    for (const e of barred) {
      const group = pool[e]?.employerGroup ?? '';
      out.set(group, (out.get(group) ?? 0) + 1);
    }
    return staff.size - [...out].filter(([group, count]) => count === staff.get(group)?.length).length;
  };
  return applications
    .map((application) => ({ application, available: available(application) }))
    .filter((one) => one.available < size)
    .map(({ application, available }) => shortage(pool, application, size, available))
    .sort(byId);
}

const AGAINST: Record<Conflict, string> = {
  recorded: '人经记录与本申报有利害关系须回避',
  'legal-person': '人是申报主体或其关联单位的法定代表人须回避',
  employer: '人因任职单位与申报主体或其关联单位相同须回避',
  related: '人因申报的利害关系须回避',
};

function shortage(pool: Candidate[], application: Applicant, needed: number, available: number): Shortage {
  const against = pool.map((c) => conflictOf(c, application));
  const counts = CONFLICTS.map((kind) => [kind, against.filter((c) => c === kind).length] as const);
  const free = pool.length - counts.reduce((sum, [, count]) => sum + count, 0);
  const reasons = [`专家库共 ${pool.length} 人，每组需 ${needed} 人`];
  for (const [kind, count] of counts) if (count > 0) reasons.push(`${count} ${AGAINST[kind]}`);
  if (available < free) reasons.push(`其余 ${free} 人分属 ${available} 个单位，同一单位只能抽取 1 人`);
  reasons.push(`可用 ${available} 人，还差 ${needed - available} 人：请补充专家库，或由主管部门调整评审组人数`);
  return { applicationId: application.applicationId, needed, available, reasons };
}

/**
 * Applications each of which could have a panel, but not all of them: the same experts, who are all at their most, would
 * have to take more seats on them.
 */
export function overloaded(
  pool: Candidate[],
  applications: Applicant[],
  size: number,
  full: { experts: number[]; panels: number[]; seats: number },
): Shortage[] {
  const most = full.experts.reduce((sum, e) => sum + (pool[e]?.maxPanels ?? 0), 0);
  const missing = full.seats - most;
  const reasons = [
    `这 ${full.panels.length} 件申报至少有 ${full.seats} 个席位只能由同一批 ${full.experts.length} 位专家承担`,
    `他们的评审件数上限合计 ${most} 件，还差 ${missing} 件`,
    `请将其中专家的上限合计提高至少 ${missing} 件，或补充可评审这些申报的其他单位专家 ${Math.ceil(missing / full.panels.length)} 人以上，或核实须回避的单位`,
  ];
  return full.panels
    .map((a) => applications[a])
    .filter((application) => application !== undefined)
    .map(({ applicationId }) => ({ applicationId, needed: size, available: size - 1, reasons }))
    .sort(byId);
}

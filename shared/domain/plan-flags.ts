import type { AwardRecord } from '../schemas/award-records.ts';
import type { PlanFlag } from '../schemas/plan-seen.ts';
import type { DishonestyRow } from '../schemas/registers.ts';
import { sameName } from './names.ts';

/** What the newest registers say of the payee of one award. */
export interface PayeeFacts {
  award: Pick<AwardRecord, 'awardId' | 'name' | 'payeeRef'>;
  dishonesty: Pick<DishonestyRow, 'listedOn' | 'removedOn' | 'authority'>[];
  /** Its rows among pilots and providers. */
  firms: { name: string; closedOn?: string | undefined }[];
}

/**
 * 二 and 五(五): what speaks against paying today, whoever decides: the payee is on the dishonesty list, closed, called otherwise
 * than its account (which bears the name on the award, or was not taken), or has given no account.
 * @param today the city's date
 */
export function planFlags({ award, dishonesty, firms }: PayeeFacts, today: string): PlanFlag[] {
  const { awardId, name, payeeRef } = award;
  const found: [PlanFlag['code'], string][] = [
    ...dishonesty
      .filter(({ listedOn, removedOn }) => listedOn <= today && (removedOn === null || removedOn > today))
      .map((row): [PlanFlag['code'], string] => ['dishonest', `${row.listedOn}起列入失信名单（${row.authority}）`]),
    ...firms.flatMap(({ closedOn }): [PlanFlag['code'], string][] =>
      closedOn === undefined || closedOn > today ? [] : [['closed', `${closedOn}注销或停业`]],
    ),
    ...firms
      .filter((firm) => !sameName(firm.name, name))
      .map((firm): [PlanFlag['code'], string] => ['renamed', `最新台账中的单位名称为“${firm.name}”，与户名不同`]),
    ...(payeeRef === null ? [['account-missing', '没有收款账户'] satisfies [PlanFlag['code'], string]] : []),
  ];
  return found.map(([code, evidence]) => ({ awardId, code, evidence }));
}

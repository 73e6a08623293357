import { checkCaps, checkQuotas } from '../../export/recompute/awards.ts';
import { checkMoney } from '../../export/recompute/money.ts';
import { policyCategories } from '../../policy/schema.ts';
import type { Check } from '../check.ts';
import { recoveriesAddUp } from './directives.ts';
import { ledgerHolds } from './ledger.ts';

/** 6. Caps hold, and sums agree. */
export const caps: Check[] = [
  {
    name: 'quotas-hold',
    says: '各类别的奖补与入围席位不超过名额',
    saysEn: 'no category has more awards or places than its quota',
    find: (exported) => [
      ...checkQuotas(exported),
      ...policyCategories(exported.policy).flatMap(([category, { title, quota }]) => {
        const held = exported.places.filter(
          (place) => place.category === category && (place.state === 'shortlisted' || place.state === 'confirmed'),
        );
        return held.length > quota.value ? [`${title}入围 ${held.length} 项，超过名额 ${quota.value}`] : [];
      }),
    ],
  },
  {
    name: 'caps-hold',
    says: '每项奖补不超过核定投入的比例，也不超过含以往补助的累计上限',
    saysEn: 'no award is over its share of the verified investment, nor over the cumulative cap with past subsidies',
    find: checkCaps,
  },
  {
    name: 'ledger-holds',
    says: '历次奖补台账与各项奖补一致，每家企业各批次合计不超过累计上限',
    saysEn: 'the ledger over all rounds agrees with the awards, and no enterprise holds more than the cumulative cap',
    findLive: ledgerHolds,
  },
  {
    name: 'sums-agree',
    says: '名单、方案、指令、接收与结算的金额一致',
    saysEn: 'list, plan, instructions, receipts and settlements are over the same sums',
    find: checkMoney,
  },
  {
    name: 'recoveries-add-up',
    says: '撤销的奖补全额追回，追回的每笔只计一次，合计不超过支付',
    saysEn:
      'what was revoked is asked back in whole, each part that came back counts once, and all are never more than was paid',
    find: recoveriesAddUp,
  },
];

/** How the system got at points, sums and shortages, as records have it; read like what `recorded.ts` has. */
export const WORKINGS = {
  // Points by formula.
  '台账中没有记录，得 0 分': 'Not in the register: 0 points',
  '验收评分 {score} ÷ 100 × {weight} ＝ {points}': 'Score at acceptance {score} ÷ 100 × {weight} = {points}',
  '{grade} 级及以上场景 {n} 个 ÷ {all} × {weight} ＝ {points}':
    'scenarios at grade {grade} or above {n} ÷ {all} × {weight} = {points}',
  '合计 {points} 分': 'total {points} points',
  '验收认定投入 {sum} 元，未达最低档，得 {points} 分':
    'Investment verified at acceptance CNY {sum}, below the lowest band: {points} points',
  '验收认定投入 {sum} 元，达到 {band} 元档，得 {points} 分':
    'Investment verified at acceptance CNY {sum}, in the band from CNY {band}: {points} points',
  '改造前 {before} 级，验收认定 {level} 级，提升 {gain} 级，得 {points} 分':
    'Level {before} before, level {level} at acceptance, {gain} up: {points} points',
  '改造前 {before} 级，验收认定 {level} 级，没有提升，得 {points} 分':
    'Level {before} before, level {level} at acceptance, not up: {points} points',
  '未通过验收，得 0 分': 'Did not pass acceptance: 0 points',
  '第 {batch} 批（{date}）通过验收，得 {points} 分': 'Passed with batch {batch} ({date}): {points} points',
  '参加活动 {part} 次 ÷ 组织 {all} 次 × {most} ＝ {points} 分':
    'Activities attended {part} ÷ held {all} × {most} = {points} points',
  '提供材料 {part} 份 ÷ 要求 {all} 份 × {most} ＝ {points} 分':
    'Materials delivered {part} ÷ asked for {all} × {most} = {points} points',
  '实施期内所服务企业通过验收 {n} 家，不足 {least} 家，得 0 分':
    '{n} enterprises served passed within the implementation period, fewer than {least}: 0 points',
  '实施期内所服务企业通过验收 {n} 家：{from} 家 {base} 分，其余 {rest} 家 × {each} ＝ {more}，上限 {most} 分，得 {points} 分':
    '{n} enterprises served passed within the implementation period: {base} points for {from}, the other {rest} × {each} = {more}, {most} at most: {points} points',
  '实施期内所服务企业通过验收 {part} 家 ÷ 参加验收 {all} 家 × {most} ＝ {points} 分':
    'Enterprises served that passed within the implementation period {part} ÷ examined {all} × {most} = {points} points',
  '{fraction}（约 {rounded}）': '{fraction} (about {rounded})',

  // What is wrong with a sheet.
  '评分表中没有 {item} 这一项': 'The sheet has no item {item}.',
  '“{item}”尚未打分': '“{item}” has no points yet.',
  '“{item}”的分值不是数字，或小数多于一位': 'The points of “{item}” are no number, or have more than one decimal.',
  '“{item}”应在 0 至 {points} 分之间': '“{item}” takes 0 to {points} points.',
  '“{item}”应以 {step} 分为单位': 'The points of “{item}” go in steps of {step}.',

  // Sums.
  '定额奖励 {sum} 元': 'Fixed award of CNY {sum}',
  '验收台账无投入数额，无从计算': 'The acceptance register has no investment to compute it from',
  '验收认定的实施期内投入 {sum} 元': 'Investment within the implementation period, verified at acceptance: CNY {sum}',
  '{date} 二级及以上改造奖补 {sum} 元（{document}），计入累计':
    '{date}: subsidy for level 2 or above, CNY {sum} ({document}), counted against the cap',
  '{date} 二级及以上改造奖补 {sum} 元（{document}），不计入累计':
    '{date}: subsidy for level 2 or above, CNY {sum} ({document}), not counted against the cap',
  '{date} 其他奖补 {sum} 元（{document}），计入累计':
    '{date}: other subsidy, CNY {sum} ({document}), counted against the cap',
  '{date} 其他奖补 {sum} 元（{document}），不计入累计':
    '{date}: other subsidy, CNY {sum} ({document}), not counted against the cap',
  '{date} 二级及以上改造奖补 {sum} 元（{document}），即本系统的奖补，不重复计入':
    '{date}: subsidy for level 2 or above, CNY {sum} ({document}), an award of this system, not counted twice',
  '{date} 其他奖补 {sum} 元（{document}），即本系统的奖补，不重复计入':
    '{date}: other subsidy, CNY {sum} ({document}), an award of this system, not counted twice',
  '{date} 本系统奖补 {sum} 元（{document}），计入累计':
    '{date}: award of this system, CNY {sum} ({document}), counted against the cap',
  '{date} 本系统定额奖励 {sum} 元（{document}），计入累计':
    '{date}: fixed award of this system, CNY {sum} ({document}), counted against the cap',
  '{date} 本系统定额奖励 {sum} 元（{document}），不计入累计':
    '{date}: fixed award of this system, CNY {sum} ({document}), not counted against the cap',
  '{date}起列入失信名单（{name}）': 'On the dishonesty list since {date} ({name})',
  '{date}注销或停业': 'Closed on {date}',
  '最新台账中的单位名称为“{name}”，与户名不同':
    'The newest register calls it “{name}”, which is not the name of the account',
  '计入累计的已奖补 {sum} 元': 'Past subsidies counted against the cap: CNY {sum}',
  '投入的 {share}%：{sum} 元': '{share}% of the investment: CNY {sum}',
  '累计上限 {cap} 元减去已奖补的余额：{sum} 元':
    'What the cumulative cap of CNY {cap} leaves after past subsidies: CNY {sum}',
  '与累计上限 {cap} 元取低：{sum} 元': 'The lower of that and the cumulative cap of CNY {cap}: CNY {sum}',
  '两者取低：{sum} 元': 'The lower of the two: CNY {sum}',
  '再减去已奖补：{sum} 元': 'Less past subsidies: CNY {sum}',
  '向下取整到 {unit} 元，本次奖补：{sum} 元': 'Rounded down to a multiple of CNY {unit}, this award: CNY {sum}',

  // Too few experts.
  '{name}：需要 {needed} 位，可用 {available} 位。{reasons}':
    '{name}: {needed} needed, {available} available. {reasons}',
  '专家库共 {all} 人，每组需 {needed} 人': '{all} experts in the pool, {needed} for each panel',
  '{n} 人因任职单位与申报主体或其关联单位相同须回避':
    '{n} are recused because they are employed by the applicant or an organisation related to it',
  '{n} 人经记录与本申报有利害关系须回避': '{n} are recused because an interest in this application was recorded',
  '{n} 人是申报主体或其关联单位的法定代表人须回避':
    '{n} are recused because they represent the applicant or an organisation related to it by law',
  '{n} 人因申报的利害关系须回避': '{n} are recused because of interests that they declared',
  '其余 {n} 人分属 {groups} 个单位，同一单位只能抽取 1 人':
    'the other {n} are of {groups} employers, each of which may have only 1 drawn',
  '可用 {n} 人，还差 {missing} 人：请补充专家库，或由主管部门调整评审组人数':
    '{n} available, {missing} missing: please add experts to the pool, or have the authority change the size of panels',
  '这 {panels} 件申报至少有 {seats} 个席位只能由同一批 {experts} 位专家承担':
    'at least {seats} seats of these {panels} applications can be taken only by the same {experts} experts',
  '他们的评审件数上限合计 {most} 件，还差 {missing} 件':
    'who may take {most} applications between them, {missing} too few',
  '请将其中专家的上限合计提高至少 {missing} 件，或补充可评审这些申报的其他单位专家 {n} 人以上，或核实须回避的单位':
    'please raise the limits of these experts by at least {missing} in all, or add at least {n} experts of other employers who may score these applications, or check which organisations are to be avoided',

  // Money that does not agree.
  拨付指令: 'Payment instructions',
  财务接收: 'Received by finance',
  结算结果: 'Settlements',
  已支付: 'Settled as paid',
  撤销拨付: 'Called off',
  放弃的奖项: 'Awards that were declined',
  终止的奖项: 'Awards that ended unpaid',
  应追回: 'To be recovered',
  已追回: 'Recovered',
  '奖项 {id} 已终止，却支付了 {sum} 元': 'Award {id} had ended, and CNY {sum} was paid',
  '拨付 {id} 要求追回，没有支付': 'Payment {id} is asked back, and was not made',
  '拨付 {id} 要求追回不止一次': 'Payment {id} is asked back more than once',
  '拨付 {id} 支付 {sum} 元，要求追回 {found} 元': 'Payment {id}: CNY {sum} was paid, CNY {found} is asked back',
  '拨付 {id} 应追回 {sum} 元，已追回 {found} 元': 'Payment {id}: CNY {sum} is asked back, CNY {found} came back',
  '奖项 {id} 在公布名单中，拨付方案中没有': 'Award {id} is in the award list, and not in the disbursement plan',
  '奖项 {id} 公布名单为 {listed} 元，拨付方案为 {planned} 元':
    'Award {id} is CNY {listed} in the award list, and CNY {planned} in the disbursement plan',
  '奖项 {id} 在拨付方案中，公布名单中没有': 'Award {id} is in the disbursement plan, and not in the award list',
  '奖项 {id} 有拨付指令，拨付方案中没有': 'Award {id} has a payment instruction, and is not in the disbursement plan',
  '奖项 {id} 支付了 {n} 次，共 {sum} 元': 'Award {id} was paid {n} times, CNY {sum} in all',
  '奖项 {id} 应支付 {due} 元，已支付 {paid} 元': 'Award {id} is to be paid CNY {due}, and CNY {paid} was paid',
  '{station}中 {id} 出现 {n} 次，应为 1 次': '{station}: {id} occurs {n} times instead of once',
  '拨付 {id} 指令属奖项 {one}，结算结果属奖项 {other}':
    'Payment {id} is instructed for award {one}, and settled for award {other}',
  '拨付 {id} 指令为 {sum} 元，拨付方案为 {planned} 元':
    'Payment {id} is instructed as CNY {sum}, and planned as CNY {planned}',
  '拨付 {id}（{sum} 元）有{one}，没有{other}': 'Payment {id} (CNY {sum}): {one}, yes; {other}, no',
  '拨付 {id} {one}为 {sum} 元，{other}为 {found} 元': 'Payment {id}: {one}, CNY {sum}; {other}, CNY {found}',

  // Lists of such things.
  '{first}；{rest}': '{first}; {rest}',
  '{first}、{rest}': '{first}, {rest}',
  '{from} 至 {to}': '{from} to {to}',
  '{n} 元': 'CNY {n}',
} as const satisfies Record<string, string>;

import { usccCheckCharacter } from '../../shared/domain/uscc.ts';
import type { Random } from './random.ts';

const FIRST = '澜屿岚汐朔霁峤澍璟珩琰翊昱曜旻炜煜铄锴钧钰铭鑫锐泓沣淳浚湛瀚浩渤沧溟源森彬栩桐梓楷柏松林峰峻岳嵩';
const SECOND = '驰骁骏腾跃翔凌越超拓启创开元亨利贞和合同顺达通联聚汇集成就立建筑固坚恒久永长远弘毅正方圆中信义';
const TRADES: Record<string, string[]> = {
  'auto-parts': ['汽车零部件', '汽车内饰', '车桥', '橡塑部件'],
  'rail-equipment': ['轨道装备', '轨道车辆部件', '制动系统', '轨道电气'],
  'home-appliances': ['家电配件', '制冷部件', '电器', '注塑模具'],
  'general-parts': ['精密机械', '紧固件', '轴承', '铸造', '密封件'],
};
const SOFTWARE = ['智能科技', '工业互联网', '信息技术', '数字科技', '软件', '自动化技术'];
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const GIVEN = '文武明亮晓宇佳怡欣然子涵梦琪海涛建国立新志强春华秋实雨桐思远若曦景行知节安宁清扬';
const INSTITUTES = [
  '大学',
  '理工学院',
  '研究院',
  '工业设计中心',
  '信息研究所',
  '标准化协会',
  '会计师事务所',
  '测评中心',
];
const PLACES = ['东海', '北岭', '南湾', '西崖', '中洲', '云台', '星屿', '海陵', '长汀', '石桥'];

const pair = (random: Random): string => random.pick([...FIRST]) + random.pick([...SECOND]);

/** Gives out names that nobody else has in this world. All of them are invented. */
export interface Names {
  /** Manufacturer of a sub-industry, by policy code. */
  enterprise(industry: string): string;
  provider(): string;
  /** Universities, institutes and the like that experts come from. */
  institute(): string;
}

export function names(random: Random, city: string): Names {
  const given = new Set<string>();
  const place = city.replace(/市$/, '');
  const unique = (make: () => string): string => {
    for (;;) {
      const name = make();
      if (given.has(name)) continue;
      given.add(name);
      return name;
    }
  };
  return {
    enterprise: (industry) =>
      unique(() => `${place}${pair(random)}${random.pick(TRADES[industry] ?? ['机械'])}有限公司`),
    provider: () => unique(() => `${random.chance(0.8) ? place : ''}${pair(random)}${random.pick(SOFTWARE)}有限公司`),
    institute: () =>
      unique(() => `${random.pick(PLACES)}${random.chance(0.5) ? pair(random) : ''}${random.pick(INSTITUTES)}`),
  };
}

/** A person's name; two people may share one. */
export const personName = (random: Random): string =>
  random.pick([...SURNAMES]) + random.pick([...GIVEN]) + (random.chance(0.6) ? random.pick([...GIVEN]) : '');

/**
 * Credit code number `n` of this world: valid check character, and an organisation part beginning with FX, which no
 * registry gives out, so that it is nobody's.
 */
export function creditCode(n: number): string {
  const first17 = `91370200FX${String(n).padStart(7, '0')}`;
  return first17 + usccCheckCharacter(first17);
}

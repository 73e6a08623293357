import type * as z from 'zod';
import type { ChainLink, Scenario } from './basics.ts';

/** What the 2024 edition of the evaluation indicators calls the 16 scenarios of 数字化经营. */
export const SCENARIO_TITLES: Record<Scenario, string> = {
  'product-design': '产品设计',
  'process-design': '工艺设计',
  marketing: '营销管理',
  'after-sales': '售后服务',
  scheduling: '计划排程',
  'production-control': '生产管控',
  quality: '质量管理',
  equipment: '设备管理',
  safety: '安全生产',
  energy: '能耗管理',
  procurement: '采购管理',
  warehousing: '仓储物流',
  finance: '财务管理',
  'human-resources': '人力资源',
  collaboration: '协同办公',
  'decision-support': '决策支持',
};

/** 二(三): what the clause calls the links of the value chain. */
export const LINK_TITLES: Record<z.infer<typeof ChainLink>, string> = {
  'rd-design': '研发设计',
  manufacturing: '生产制造',
  operations: '运营管理',
  'warehousing-logistics': '仓储物流',
  'network-data-security': '网络及数据安全',
};

/** The same in English: scenarios, links, and the other codes. */
export const VALUE_TITLES_EN: Record<string, string> = {
  'product-design': 'Product design',
  'process-design': 'Process design',
  marketing: 'Marketing',
  'after-sales': 'After-sales service',
  scheduling: 'Planning and scheduling',
  'production-control': 'Production control',
  quality: 'Quality management',
  equipment: 'Equipment management',
  safety: 'Work safety',
  energy: 'Energy management',
  procurement: 'Procurement',
  warehousing: 'Warehousing and logistics',
  finance: 'Finance',
  'human-resources': 'Human resources',
  collaboration: 'Office collaboration',
  'decision-support': 'Decision support',
  'rd-design': 'R&D and design',
  manufacturing: 'Manufacturing',
  operations: 'Operations management',
  'warehousing-logistics': 'Warehousing and logistics',
  'network-data-security': 'Network and data security',
  national: 'National',
  provincial: 'Provincial',
  municipal: 'Municipal',
  other: 'Other',
  upstream: 'Upstream',
  downstream: 'Downstream',
  park: 'Park',
};

/** Codes that stand as values in an application, in the words people use. */
export const VALUE_TITLES: Record<string, string> = {
  ...SCENARIO_TITLES,
  ...LINK_TITLES,
  national: '国家级',
  provincial: '省级',
  municipal: '市级',
  other: '其他',
  upstream: '上游',
  downstream: '下游',
  park: '园区',
};

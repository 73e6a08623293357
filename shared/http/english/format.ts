/** The format of an application: what to write into its fields, whose titles stand in the format itself; and the 16 scenarios. */
export const FORMAT = {
  元: 'yuan',
  人: 'people',
  级: 'level',

  '营业执照上的 18 位代码，大写字母。': 'The 18 characters on the business licence, in capital letters.',
  '压缩包内 attachments 文件夹下的文件。': 'A file in the attachments folder of the package.',
  '数电发票 20 位号码；旧版发票为“代码-号码”。':
    'The 20 digits of a digital invoice; “code-number” of one of the older kind.',
  '与营业执照一致。': 'As on the business licence.',
  '手机或带区号的固定电话。': 'A mobile number, or a fixed line with its area code.',
  '不超过 500 字。正式公布后用于宣传，不要写个人信息。':
    'Up to 500 characters. It is used for publicity after the announcement: no personal data, please.',
  '是否同意在正式公布后公开上述简介。不影响评选。':
    'Whether the summary above may be published after the announcement. The selection does not depend on it.',
  '入企评测验收认定的等级；评选以验收台账为准。':
    'The level verified at the on-site acceptance; the selection goes by the register of acceptance.',
  '实施期内数字化改造实际投入；评选以验收认定数额为准。':
    'What was actually invested in digital transformation within the implementation period; the selection goes by the verified amount.',
  '投入所依据的发票，逐张填写。': 'The invoices of the investment, one by one.',
  '数字化转型规划、团队建设、资金保障情况。': 'Planning of the digital transformation, the team, and its funds.',
  '实施期内的改造涉及哪些生产制造关键环节。':
    'Which key processes of production were transformed within the implementation period.',
  '跨部门数据互通情况。': 'How data are exchanged between departments.',
  '是否采用人工智能等新型技术，用在哪里。':
    'Whether artificial intelligence or other new technology is used, and where.',
  '改造经验和成效的示范推广价值。': 'What others can learn from the experience and its effects.',
  '所获数字化转型相关荣誉；没有可不填。': 'Honours for digital transformation; leave it out if there are none.',
  '改造前后的经济指标，写明数据来源。':
    'Economic figures before and after the transformation, with the source of the data.',
  '改造前后的产品质量。': 'Quality of the products before and after the transformation.',
  '改造前后的生产成本。': 'Cost of production before and after the transformation.',
  '改造前后的运行效率。': 'Efficiency before and after the transformation.',
  '实施期内服务且通过评测验收的试点企业，逐家填写。':
    'Pilot enterprises served within the implementation period that passed acceptance, one by one.',
  '所服务企业改造后的成效。': 'Effects of the transformation at the enterprises served.',
  '人员配置，在青机构或常驻团队情况。': 'Staff, and the establishment or resident team in Qingdao.',
  '所获荣誉；没有可不填。': 'Honours received; leave it out if there are none.',
  '对企业的培训辅导情况。': 'Training and coaching of enterprises.',
  '逐个填写产品及其覆盖的应用场景。': 'Every product, with the scenarios that it covers.',
  '产品持续运维升级能力。': 'How products are operated and upgraded over time.',
  '聚焦的细分行业；没有可不填。': 'The industries it is made for; leave it out if there are none.',
  '已成功实施落地的试点企业，逐家填写。': 'Pilot enterprises where it runs successfully, one by one.',
  '核心技术及优势，是否采用人工智能等新型技术。':
    'Core technology and its advantages; whether artificial intelligence or other new technology is used.',
  '解决了哪些行业共性痛点。': 'Which needs that an industry has in common it meets.',
  '对企业数字化水平等级整体提升的作用。': 'How it raises the digital level of enterprises as a whole.',
  '可复制、可推广的成果或前景。': 'Results or prospects that others can repeat.',
  '国家知识产权的名称和编号，每项一行；没有可不填。':
    'Title and number of national intellectual property, one a line; leave it out if there is none.',
  '国家级或省级典型案例及相关荣誉；没有可不填。':
    'National or provincial model cases and related honours; leave it out if there are none.',
  '案例已落地实施的试点企业，逐家填写。': 'Pilot enterprises where the case runs, one by one.',
  '案例带动的上下游或园区企业，逐家填写。':
    'Upstream, downstream or park enterprises that the case draws along, one by one.',
  '具体举措。': 'Concrete measures.',
  '解决方案的技术优势及核心能力。': 'Technical advantages and core abilities of the solution.',
  '链式转型对成本的作用。': 'What the transformation of the chain does to cost.',
  '链式转型对效率的作用。': 'What the transformation of the chain does to efficiency.',
  '链式转型对营收的作用。': 'What the transformation of the chain does to revenue.',
  '链式转型对能耗的作用。': 'What the transformation of the chain does to energy consumption.',
  '链式转型对产品质量的作用。': 'What the transformation of the chain does to the quality of products.',
  '对产业链供应链、园区集群的带动潜力，对共性需求的解决。':
    'What it can do for supply chains, parks and clusters, and how it meets needs in common.',

  产品设计: 'Product design',
  工艺设计: 'Process design',
  营销管理: 'Marketing',
  售后服务: 'After-sales service',
  计划排程: 'Planning and scheduling',
  生产管控: 'Production control',
  质量管理: 'Quality management',
  设备管理: 'Equipment management',
  安全生产: 'Work safety',
  能耗管理: 'Energy management',
  采购管理: 'Procurement',
  财务管理: 'Finance',
  人力资源: 'Human resources',
  协同办公: 'Collaboration',
  决策支持: 'Decision support',
  其他: 'Other',
} as const satisfies Record<string, string>;

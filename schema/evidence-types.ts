/** What proves a fact: a type of evidence, the same in all provinces. */
export interface EvidenceTypeEntry {
  readonly zh: string;
  readonly en: string;
  /** The type of licence that proves it, as the catalogue of licences names it. */
  readonly licence: string;
  /** How it is shared unless a province is stricter. */
  readonly sharing: 'UNCONDITIONAL' | 'CONDITIONAL' | 'NOT_SHARED';
  /** Materials of items that it can stand for, as guides name them. */
  readonly proves: readonly string[];
  /** Laws by which the unit that has a case may ask for it without a preview. */
  readonly bases: readonly LegalBasis[];
}

/** An article by which evidence may be asked for. */
export interface LegalBasis {
  readonly law: string;
  readonly article: string;
  /** V: the text was read and allows it. M: recalled, and to be checked before anybody relies on it. */
  readonly mark: 'V' | 'M';
}

const marriageRules: LegalBasis = { law: '婚姻登记条例', article: '第十七条', mark: 'M' };
const householdRules: LegalBasis = { law: '户口登记条例', article: '第四条', mark: 'M' };
const roadRules: LegalBasis = { law: '道路运输条例', article: '第九条', mark: 'M' };
const companyRules: LegalBasis = { law: '市场主体登记管理条例', article: '第三十五条', mark: 'M' };

// Made by reading the names of all materials of the seeded guides and asking of each that a government department issues
// whether a licence of the catalogue says the same. A material about somebody else than the applicant (配偶户口簿, say) is
// never proved: evidence is about the applicant. Classes are proposed [P]; no province has published them.
const entries = {
  'identity-card': {
    ...{ zh: '居民身份证', en: 'resident identity card', licence: '居民身份证' },
    sharing: 'CONDITIONAL',
    proves: ['居民身份证', '原居民身份证'],
    bases: [],
  },
  'household-register': {
    ...{ zh: '居民户口簿', en: 'household register', licence: '居民户口簿' },
    sharing: 'CONDITIONAL',
    proves: ['居民户口簿'],
    bases: [householdRules],
  },
  'residence-permit': {
    ...{ zh: '居住证', en: 'residence permit', licence: '居住证' },
    sharing: 'CONDITIONAL',
    proves: ['居住证', '居住证或者转诊证明'],
    bases: [],
  },
  'driver-licence': {
    ...{ zh: '机动车驾驶证', en: 'driver licence', licence: '机动车驾驶证' },
    sharing: 'CONDITIONAL',
    proves: ['机动车驾驶证'],
    bases: [roadRules],
  },
  'vehicle-licence': {
    ...{ zh: '机动车行驶证', en: 'vehicle licence', licence: '机动车行驶证' },
    sharing: 'CONDITIONAL',
    proves: ['机动车行驶证'],
    bases: [],
  },
  'marriage-certificate': {
    ...{ zh: '结婚证', en: 'marriage certificate', licence: '结婚证' },
    sharing: 'CONDITIONAL',
    proves: ['结婚证'],
    bases: [marriageRules],
  },
  'disability-certificate': {
    ...{ zh: '残疾人证', en: 'disability certificate', licence: '残疾人证' },
    sharing: 'CONDITIONAL',
    proves: ['残疾人证', '原残疾人证'],
    bases: [],
  },
  'social-security-card': {
    ...{ zh: '社会保障卡', en: 'social security card', licence: '社会保障卡' },
    sharing: 'CONDITIONAL',
    proves: ['原社会保障卡'],
    bases: [],
  },
  'transport-qualification': {
    ...{ zh: '道路运输从业资格证', en: 'qualification in road transport', licence: '道路运输从业资格证' },
    sharing: 'UNCONDITIONAL',
    proves: ['从业资格证'],
    bases: [roadRules],
  },
  'business-licence': {
    ...{ zh: '营业执照', en: 'business licence', licence: '营业执照' },
    sharing: 'UNCONDITIONAL',
    proves: ['营业执照'],
    bases: [companyRules],
  },
  'child-welfare-certificate': {
    ...{ zh: '儿童福利证', en: 'child welfare certificate', licence: '儿童福利证' },
    sharing: 'NOT_SHARED',
    proves: ['儿童监护情况证明'],
    bases: [],
  },
} as const satisfies Readonly<Record<string, EvidenceTypeEntry>>;

/** Code of a type of evidence. */
export type EvidenceTypeCode = keyof typeof entries;

/** Every type of evidence, once. */
export const evidenceTypes: Readonly<Record<EvidenceTypeCode, EvidenceTypeEntry>> = entries;

/** True for the code of a type of the list. */
export function isEvidenceType(value: unknown): value is EvidenceTypeCode {
  return typeof value === 'string' && Object.hasOwn(entries, value);
}

/** The types that can stand for a material; none when the applicant brings it himself. */
export function typesProving(material: string): readonly EvidenceTypeCode[] {
  return (Object.keys(entries) as EvidenceTypeCode[]).filter((code) => evidenceTypes[code].proves.includes(material));
}

/** The listed basis of a type for a law and an article; undefined when the list has none. */
export function findLegalBasis(
  type: EvidenceTypeCode,
  named: Pick<LegalBasis, 'law' | 'article'>,
): LegalBasis | undefined {
  return evidenceTypes[type].bases.find(({ law, article }) => law === named.law && article === named.article);
}

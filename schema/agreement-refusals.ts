import type { RefusalRow } from './refusal.js';

const suspension = '[P] Tongban: running cases finish under a suspended agreement, new ones do not begin';
const ours = '[P] Tongban';

/** Refusals of what is said to rest on a clause of an agreement between provinces. */
export const agreementRefusals = {
  AGREEMENT_UNKNOWN: [
    'Only an agreement that all its parties have signed counts, and only where its file is.',
    ours,
    '本省没有此编号和版本的、经各方签署的协议。',
    'This province has no agreement of that number and version that all its parties have signed.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_NOT_YET_IN_FORCE: [
    'An agreement counts from the instant that it names.',
    ours,
    '协议尚未生效。',
    'The agreement is not yet in force.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_EXPIRED: [
    'An agreement counts until the instant that it names.',
    ours,
    '协议已到期。',
    'The agreement has expired.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_SUPERSEDED: [
    'Once a later version of an agreement has come into force, the earlier ones no longer count.',
    ours,
    '协议的此版本已被后续版本取代。',
    'A later version of the agreement has taken the place of this one.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_SUSPENDED: [
    'Nothing new begins under an agreement that one of its parties has suspended.',
    suspension,
    '协议已中止：不再据此新办，在办事项继续办结。',
    'The agreement is suspended: nothing new begins under it, what is running is finished.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_TERMINATED: [
    'An agreement that its parties have ended counts no longer.',
    ours,
    '协议已终止。',
    'The agreement has been terminated.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_CLAUSE_UNKNOWN: [
    'The clause is one of the agreement, and one about what is asked for.',
    ours,
    '协议中没有适用于此类事务的该条款。',
    'The agreement has no such clause about matters of this kind.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_NOT_A_PARTY: [
    'An agreement binds its parties only.',
    ours,
    '双方省份并非都是该协议的缔约方。',
    'Not both provinces are parties to the agreement.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_DIRECTION_NOT_COVERED: [
    'A clause may be for some of the parties only, or for one direction.',
    ours,
    '该条款不适用于这两个省份之间的此方向。',
    'The clause does not hold between these provinces in this direction.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_ITEM_NOT_COVERED: [
    'A clause covers the items that it lists.',
    ours,
    '该条款不包括此事项。',
    'The clause does not cover this item.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_MODE_NOT_COVERED: [
    'A clause covers the modes that it lists.',
    ours,
    '该条款不包括此业务模式。',
    'The clause does not cover this mode.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_CLASS_NOT_GRANTED: [
    'A grant gives the types and classes of fields that it lists.',
    ours,
    '该条款未授予此类数据。',
    'The clause does not grant data of this class.',
    'COORDINATOR ANY',
  ],
  AGREEMENT_PURPOSE_NOT_GRANTED: [
    'A grant gives data for the purposes that it lists.',
    ours,
    '该条款未授权用于此目的。',
    'The clause does not grant the data for this purpose.',
    'COORDINATOR ANY',
  ],
  CLASS_NOT_SHARED: [
    'Data of the class “not shared” are given to nobody, whatever is agreed on.',
    '[V] 数据共享分无条件共享、有条件共享、不予共享三类',
    '此类数据不予共享。',
    'Data of this class are not shared.',
    'NOBODY ANY',
  ],
  NOT_ON_NATIONAL_LIST: [
    'Without a clause, only an item of the national list is handled across provinces.',
    '[V] 国办发〔2020〕35号、国办发〔2022〕34号',
    '此事项不在全国清单内，也没有生效的协议条款。',
    'The item is not on the national list, and no agreement clause in force covers it.',
    'COORDINATOR ANY',
  ],
} as const satisfies Readonly<Record<string, RefusalRow>>;

/** Why a clause is no basis. */
export type AgreementRefusalCode = keyof typeof agreementRefusals;

/** True for a refusal that is about a clause. */
export function isAgreementRefusal(code: string): code is AgreementRefusalCode {
  return Object.hasOwn(agreementRefusals, code);
}

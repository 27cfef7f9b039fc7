import type { Agreement, BothLanguages } from '../../../subgraphs/province/shared/agreement.js';
import { ITEM } from './people.js';

const both = (zh: string, en: string): BothLanguages => ({ zh, en });

/** The number of the agreement that the story signs, and its clause about the item. */
export const NUMBER = 'GD-HN-COORDINATION';
export const CLAUSE = '3.1';

/** A text of the agreement, as the provinces put it on the table one after the other. Nobody has agreed on it. */
export function createAgreementText({ version, workingDays, from }: AgreementTerms): Agreement {
  return {
    ...{ number: NUMBER, version, isSynthetic: true, parties: ['GD', 'HN'] },
    title: both('粤湘代收代办协议（合成，仅供演示）', 'Receive and forward between Guangdong and Hunan (synthetic)'),
    clauses: {
      items: [
        {
          ...{ clause: CLAUSE, items: [ITEM], modes: ['RECEIVE_AND_FORWARD'], from: ['GD'], to: ['HN'] },
          title: both('孤儿认定', 'recognition of orphans'),
          duties: [
            { leg: 'RECEIVE', duty: both('广东窗口收件、核验身份', 'Guangdong receives and verifies who applies') },
            { leg: 'HANDLE', duty: both('湖南受理、决定', 'Hunan accepts and decides') },
          ],
          deadlines: [{ leg: 'HANDLE', workingDays }],
          materialSources: [{ material: both('申请表', 'application form'), source: 'APPLICANT' }],
        },
      ],
      dataGrants: [],
    },
    liaison: ['GD', 'HN'].map((province) => ({
      ...{ province, phone: '0000-00000000', officer: both('A岗', 'post A') },
      office: both('省政务服务管理局', 'office of government services'),
    })),
    validity: { from, until: null },
    notice: { suspensionWorkingDays: 5, terminationWorkingDays: 30 },
  };
}

/** What is negotiated. */
export interface AgreementTerms {
  readonly version: number;
  /** In which Hunan handles the item. */
  readonly workingDays: number;
  /** From when on it holds, as ISO 8601. */
  readonly from: string;
}

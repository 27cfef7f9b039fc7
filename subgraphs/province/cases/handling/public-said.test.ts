import { expect, it } from '@jest/globals';
import type { Facts } from '../machine/facts.rules.js';
import { publicSaid } from './public-said.rules.js';

const limit = { value: 5, unit: 'WORKING_DAY' } as const;
const texts = { text: '理由', remedies: '复议' };

it('shows codes, limits and clauses, and no text, name or signature', () => {
  const said: Facts = {
    ...{ preflight: 'a'.repeat(64), basis: { agreementNo: 'GD-HN-1', version: 1, clause: '§5.1' } },
    gaps: [{ subject: '张三的照片', defect: 'ILLEGIBLE' }],
    ...{ corrected: ['照片'], reasons: { code: 'NOT_RESIDENT', ...texts }, extension: { approvedBy: '厅长', limit } },
    ...{ procedure: 'HEARING', procedureResult: '结论', outcome: 'REFUSED', successorCase: 'GD:Case:2' },
    ...{ deliveryProof: '回执', secondPerson: { role: 'SUPERVISOR', isAnother: true }, checkMethod: '读卡' },
    ...{ signature: 'sig', rejection: 'ILLEGIBLE', result: '同意' },
  };

  expect(publicSaid(said)).toEqual({
    ...{ preflight: 'a'.repeat(64), basis: said.basis, gaps: [{ defect: 'ILLEGIBLE' }] },
    ...{ reasons: { code: 'NOT_RESIDENT' }, extension: { limit }, procedure: 'HEARING', outcome: 'REFUSED' },
    ...{ secondPerson: { role: 'SUPERVISOR', isAnother: true }, rejection: 'ILLEGIBLE' },
  });
});

it.each(['99000019900101001X', '12000000008', 'E12345678', '张三', 'not resident', ''])(
  'takes %j for no code, in whatever field it stands',
  (text) => {
    // As a letter of another province may say it.
    const told = {
      ...{ preflight: text, procedure: text, outcome: text, rejection: text, successorCase: text },
      ...{ gaps: [{ subject: text, defect: text }], reasons: { code: text, ...texts } },
      ...{ secondPerson: { role: text, isAnother: true }, basis: { nationalListRef: 'item', note: text } },
    } as unknown as Facts;

    expect(publicSaid(told)).toEqual({
      gaps: [{ defect: null }],
      secondPerson: { role: null, isAnother: true },
      basis: { nationalListRef: 'item' },
    });
  },
);

it.each(['N1', 'R10_2', 'NOT_RESIDENT'])('takes %s for a code of a reason', (code) => {
  expect(publicSaid({ reasons: { code, ...texts } })).toEqual({ reasons: { code } });
});

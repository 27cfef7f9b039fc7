import { expect, it } from '@jest/globals';
import { evidenceTypes, findLegalBasis, typesProving } from '../../../schema/evidence-types.js';
import { licenceTypes } from '../licences/index.js';
import { materialsOf } from '../seeds/materials.js';
import { readNationalItems } from '../seeds/national-items.js';
import { refuseAnswer } from './answer.rules.js';
import { stricter } from './authorise.service.js';
import { type EvidenceContent, parseContent } from './content.rules.js';
import { parseAnswer, parseQuestion, parseTold, type Question } from './question.rules.js';

const subject = 'k'.repeat(43);
const question: Question = {
  version: 1,
  requestId: 'GD:EvidenceRequest:1',
  requester: 'GD',
  provider: 'HN',
  type: 'marriage-certificate',
  subject,
  caseId: 'GD:Case:1',
  collaborationNo: 'KS20260302440000000000018',
  item: 'mca-divorce-registration',
  path: 'EXPLICIT_REQUEST',
  basis: null,
  authorisation: { kind: 'AGREEMENT', text: 'XY-1 v1 3' },
  reader: { subject: 'U1', role: 'officer', unit: 'U1' },
  askedAt: '2026-03-02T01:00:00.000Z',
};
const content: EvidenceContent = {
  ...{ version: 1, requestHash: 'h', subject, type: 'marriage-certificate', licence: '1.2.156', grade: 'A' },
  fields: [{ name: '证照号码', value: 'J1' }],
  ...{ validTo: null, source: { province: 'HN', authority: '湖南省民政厅' }, lastUpdated: '2026-01-01', copy: null },
};

it('reads back a question as it was written', () => {
  expect(parseQuestion(JSON.parse(JSON.stringify(question)))).toEqual(question);
});

it.each([
  ['no version', { version: 2 }],
  ['a request of another province', { requestId: 'HB:EvidenceRequest:1' }],
  ['a case of another province', { caseId: 'HB:Case:1' }],
  ['an unknown type', { type: 'toString' }],
  ['a subject that is no person key', { subject: '430102199001011234' }],
  ['a law beside an explicit request', { basis: { law: 'a', article: 'b' } }],
  ['no law where there should be one', { path: 'LEGAL_BASIS' }],
  ['a field that nobody knows', { more: 1 }],
  ['a reader without a role', { reader: { subject: 'U1', role: 'king', unit: 'U1' } }],
  ['text that is no text', { collaborationNo: 'a\0b' }],
])('takes no question with %s', (_what, change) => {
  expect(parseQuestion({ ...question, ...change })).toBeUndefined();
});

it('takes no question that lacks a field', () => {
  for (const name of Object.keys(question))
    expect([name, parseQuestion({ ...question, [name]: undefined })]).toEqual([name, undefined]);
});

it('takes content only in its form', () => {
  expect(parseContent(JSON.parse(JSON.stringify(content)))).toEqual(content);
  for (const name of Object.keys(content))
    expect([name, parseContent({ ...content, [name]: undefined })]).toEqual([name, undefined]);
  expect(parseContent({ ...content, grade: 'D' })).toBeUndefined();
  expect(parseContent({ ...content, fields: [{ name: 'a', value: 1 }] })).toBeUndefined();
});

it('takes no answer and no word of another form', () => {
  expect(parseAnswer({ requestId: 'a', requestHash: 'short', content: '' })).toBeUndefined();
  expect(parseTold({ requestId: 'a', event: 'approve', rule: null, explanation: null, until: null })).toBeUndefined();
});

it('binds an answer to its question, by hash, person and type', () => {
  const hash = 'h'.repeat(64);
  const answer = { requestId: question.requestId, requestHash: hash, content: '' };
  const bound = { ...content, requestHash: hash };
  const refuse = (changed: Partial<EvidenceContent>, outer = hash) =>
    refuseAnswer(hash, question, { answer: { ...answer, requestHash: outer }, content: { ...bound, ...changed } });

  expect(refuse({})).toBeUndefined();
  expect(refuse({}, 'g'.repeat(64))).toBe('REQUEST_DIFFERS');
  expect(refuse({ requestHash: 'g'.repeat(64) })).toBe('REQUEST_DIFFERS');
  expect(refuse({ type: 'driver-licence' })).toBe('REQUEST_DIFFERS');
  expect(refuse({ subject: 'x'.repeat(43) })).toBe('ANSWER_ABOUT_ANOTHER');
});

it('never shares data of a province more freely than their type', () => {
  expect(stricter('CONDITIONAL', 'UNCONDITIONAL')).toBe('CONDITIONAL');
  expect(stricter('CONDITIONAL', 'NOT_SHARED')).toBe('NOT_SHARED');
  expect(stricter('UNCONDITIONAL', 'UNCONDITIONAL')).toBe('UNCONDITIONAL');
});

it('proves materials that items ask for, by licences that exist', () => {
  const asked = new Set(readNationalItems().flatMap(({ code }) => materialsOf(code).map(({ name }) => name)));
  asked.add('居住证'); // asked for by some provinces only
  const issued = new Set(licenceTypes.map(({ name }) => name));

  for (const [code, { proves, licence }] of Object.entries(evidenceTypes)) {
    expect([code, proves.filter((name) => !asked.has(name))]).toEqual([code, []]);
    expect([code, issued.has(licence)]).toEqual([code, true]);
  }
  expect(typesProving('结婚证')).toEqual(['marriage-certificate']);
  expect(typesProving('配偶户口簿')).toEqual([]);
});

it('has laws for some types, none of which counts as verified', () => {
  const [listed] = evidenceTypes['marriage-certificate'].bases;

  expect(listed && findLegalBasis('marriage-certificate', listed)?.mark).toBe('M');
  expect(findLegalBasis('marriage-certificate', { law: '民法典', article: '第一条' })).toBeUndefined();
  expect(listed && findLegalBasis('driver-licence', listed)).toBeUndefined();
});

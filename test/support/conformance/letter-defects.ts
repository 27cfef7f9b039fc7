// Defects of the exchange, each with the rule that finds it.
import type { Defect } from './flawed-proxy.js';
import { asText, change, type Json, put } from './spoil-answer.js';

const delivered = 'data.deliver';
const asRefusal = (code: string): Json => ({ __typename: 'DeliveryRefusal', refusal: code });

/** A letter that should have been refused, the first or the second one, is taken with a receipt as any other. */
const takes = (rule: string, what: string, at = 1): Defect => ({
  ...{ rule, what, when: /Deliver/ },
  gives: (answer, _request, turn) => (turn === at ? put(delivered, someReceipt)(answer) : answer),
});

const someReceipt: Json = { __typename: 'DeliveryReceipt', duplicate: false, receipt: {} };

const findings: Json = { body: '[]', kid: 'k', sentAt: '', signature: '' };

/** What provinces do wrong with letters. */
export const exchangeDefects: readonly Defect[] = [
  {
    rule: 'letter-receipt',
    what: 'signs receipts wrongly',
    when: /Deliver/,
    gives: change(`${delivered}.receipt.signature`, (text) => asText(text).split('').reverse().join('')),
  },
  {
    rule: 'letter-receipt',
    what: 'applies what it does not know',
    when: /Deliver/,
    gives: put(`${delivered}.receipt.result`, 'APPLIED'),
  },
  {
    rule: 'letter-twice',
    what: 'makes another receipt of a second copy',
    when: /Deliver/,
    gives: (answer, _request, turn) =>
      turn === 2 ? put(`${delivered}.receipt.at`, '2026-01-01T00:00:00.000Z')(answer) : answer,
  },
  {
    rule: 'letter-twice',
    what: 'does not know a second copy',
    when: /Deliver/,
    gives: put(`${delivered}.duplicate`, false),
  },
  {
    rule: 'letter-gap',
    what: 'refuses what comes too early',
    when: /Deliver/,
    gives: change(delivered, (answer) => (JSON.stringify(answer).includes('GAP') ? asRefusal('FULL') : answer)),
  },
  { rule: 'letter-gap', what: 'waits for the wrong number', when: /Deliver/, gives: put(`${delivered}.nextSeq`, 3) },
  {
    rule: 'letter-at-once',
    what: 'looks before it writes',
    when: /Deliver/,
    gives: put(`${delivered}.duplicate`, false),
  },
  {
    rule: 'letter-at-once',
    what: 'signs each copy anew',
    when: /Deliver/,
    gives: (answer, _request, turn) => put(`${delivered}.receipt.signature`, `${turn}`)(answer),
  },
  takes('letter-signature', 'does not verify seals'),
  takes('letter-signature', 'takes the seal of another letter', 2),
  takes('letter-sender', 'takes letters of anybody'),
  takes('letter-digest', 'does not compute digests'),
  takes('letter-replay', 'takes letters of any age'),
  takes('letter-replay', 'takes letters of tomorrow', 2),
  takes('letter-addressee', 'takes letters of others'),
  takes('letter-form', 'takes letters of any form'),
  {
    rule: 'letter-digest',
    what: 'blames the signature',
    when: /Deliver/,
    gives: change(`${delivered}.refusal`, () => 'BAD_SIGNATURE'),
  },
  {
    rule: 'letter-fork',
    what: 'answers a second letter of a number as a copy',
    when: /Deliver/,
    gives: change(delivered, (answer) =>
      JSON.stringify(answer).includes('CONFLICT')
        ? { __typename: 'DeliveryReceipt', duplicate: true, receipt: {} }
        : answer,
    ),
  },
  {
    rule: 'question-answered',
    what: 'does not bind an answer to its question',
    when: /askProvince/,
    gives: change('data.askProvince.sentAt', () => '2026-01-01T00:00:00.000Z'),
  },
  { rule: 'question-answered', what: 'answers no question', when: /askProvince/, gives: put('data.askProvince', null) },
  {
    rule: 'question-refused',
    what: 'tells anybody who asks',
    when: /askProvince/,
    gives: put('data.askProvince', findings),
  },
  {
    rule: 'question-refused',
    what: 'answers a question of any age',
    when: /askProvince/,
    gives: (answer, _request, turn) => (turn === 2 ? put('data.askProvince', findings)(answer) : answer),
  },
];

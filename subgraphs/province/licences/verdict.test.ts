import { expect, it } from '@jest/globals';
import { recognise } from './recognition.rules.js';
import { licenceTypes } from './licence-types.rules.js';
import { type Lookup, verdictOf } from './verdict.rules.js';
import { formatLicenceIdentifier } from '../shared/licence-identifier.js';

const found: Lookup = { isFound: true, isHolderEqual: true, isInForce: true };

it.each([
  ['MATCHES', found],
  ['MATCHES', { ...found, isHolderEqual: undefined }],
  ['NOT_VALID', { ...found, isInForce: false }],
  ['NOT_KNOWN', { isFound: false, isHolderEqual: undefined, isInForce: false }],
  ['DOES_NOT_MATCH', { isFound: false, isHolderEqual: false, isInForce: false }],
  ['DOES_NOT_MATCH', { isFound: true, isHolderEqual: false, isInForce: true }],
  ['DOES_NOT_MATCH', { isFound: true, isHolderEqual: false, isInForce: false }],
] as const)('a verification says %s of %j', (verdict, lookup) => {
  expect(verdictOf(lookup)).toBe(verdict);
});

const between = { type: { nationalBasis: null }, issuedIn: 'SC', recognisedIn: 'CQ', clause: undefined };

it.each([
  [
    { ...between, recognisedIn: 'SC' },
    { isRecognised: true, basis: 'OWN' },
  ],
  [
    { ...between, type: { nationalBasis: 'document' }, clause: 'clause' },
    { basis: 'NATIONAL_DOCUMENT', text: 'document' },
  ],
  [
    { ...between, clause: 'clause' },
    { isRecognised: true, basis: 'AGREEMENT', text: 'clause' },
  ],
  [between, { isRecognised: false }],
  [{ ...between, type: undefined }, { isRecognised: false }],
])('recognition of %j is %j', (given, expected) => {
  expect(recognise(given)).toMatchObject(expected);
});

it('gives every type of licence a code of its own that identifiers can bear', () => {
  const issuer = '11440000SYNMPSZZZO';
  const identifiers = licenceTypes.map(({ code }) =>
    formatLicenceIdentifier({ typeCode: code, issuer, serial: '1', version: 1 }),
  );

  expect(new Set(identifiers).size).toBe(licenceTypes.length);
  expect(new Set(licenceTypes.map(({ name }) => name)).size).toBe(licenceTypes.length);
});

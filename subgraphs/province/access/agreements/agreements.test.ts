import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Agreement, BindingAgreement } from '../../shared/agreement.js';
import { aDataGrant, anAgreement, anItemClause } from '../../../../test/support/agreements/an-agreement.js';
import { coveringClauses } from '../../../../test/support/agreements/naive-basis.js';
import { type BasisQuestion, checkClause, findBasis } from './agreements.rules.js';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00.000Z');
const nationalItems = new Set(['a', 'b']);

const binding = (agreement: Agreement, changes: Partial<BindingAgreement> = {}): BindingAgreement => ({
  agreement,
  validity: {
    fromMs: Date.parse(agreement.validity.from),
    untilMs: agreement.validity.until === null ? null : Date.parse(agreement.validity.until),
  },
  suspensions: [],
  terminatedFromMs: null,
  ...changes,
});

const few = <Value>(...values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });
// Whole hours only, so that instants meet the edges of validity often, and miss them by a millisecond.
const hour = fc.integer({ min: 0, max: 8 }).map((hours) => START + hours * HOUR_MS);
const instant = fc.tuple(hour, fc.constantFrom(-1, 0, 1)).map(([atMs, off]) => atMs + off);
const span = fc.tuple(hour, fc.option(hour, { freq: 2 })).map(([fromMs, untilMs]) => ({ fromMs, untilMs }));
const direction = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ from: few('GD', 'HN'), to: few('HN', 'SC') }, { requiredKeys: [] }) },
);
const items = fc.oneof(fc.subarray(['a', 'b', 'c'], { minLength: 2 }), fc.constant({ allOf: 'PAN_PEARL_RIVER_DELTA' }));
const itemClause = fc
  .tuple(direction, items, few('FULLY_ONLINE' as const, 'RECEIVE_AND_FORWARD' as const), fc.constantFrom('3.1', '3.2'))
  .map(([between, covered, modes, clause]) => anItemClause({ ...between, items: covered, modes, clause }));
const dataGrant = fc
  .record({
    ...{ clause: fc.constantFrom('7.1', '7.2'), items, kind: fc.constantFrom('EVIDENCE' as const, 'LICENCE' as const) },
    ...{ types: few('x', 'y'), fields: few('f', 'g'), purposes: few('EVIDENCE' as const, 'SUPERVISION' as const) },
  })
  .map((grant) => aDataGrant(grant));
const parties = fc.oneof(fc.constant(['GD', 'HN', 'SC']), fc.subarray(['GD', 'HN', 'SC'], { minLength: 2 }));
const byClause = { selector: ({ clause }: { readonly clause: string }) => clause };

const agreementOf = fc
  .record({
    ...{ number: fc.constantFrom('A-1', 'B-1'), version: fc.integer({ min: 1, max: 3 }), parties: parties },
    ...{
      inForce: span,
      suspensions: fc.oneof(fc.constant([]), fc.array(span, { maxLength: 2 })),
      terminatedFromMs: fc.option(hour, { freq: 1 }),
    },
    items: fc.uniqueArray(itemClause, { minLength: 1, maxLength: 2, ...byClause }),
    dataGrants: fc.uniqueArray(dataGrant, { minLength: 1, maxLength: 2, ...byClause }),
  })
  .map(({ inForce: { fromMs, untilMs }, suspensions, terminatedFromMs, items: clauses, dataGrants, ...rest }) => {
    const until = untilMs === null ? null : new Date(untilMs).toISOString();
    const validity = { from: new Date(fromMs).toISOString(), until };
    const agreement = anAgreement({ ...rest, validity, clauses: { items: clauses, dataGrants } });
    return binding(agreement, { suspensions, terminatedFromMs });
  });
const world = fc.uniqueArray(agreementOf, {
  minLength: 1,
  maxLength: 5,
  selector: ({ agreement: { number, version } }) => `${number} ${version}`,
});

const province = fc.constantFrom('GD', 'HN', 'SC');
const crossing = { item: fc.constantFrom('a', 'b', 'c'), from: province, to: province, atMs: instant };
const question: fc.Arbitrary<BasisQuestion> = fc.oneof(
  fc.record({
    ...crossing,
    action: fc.constant('HANDLE' as const),
    mode: fc.constantFrom('FULLY_ONLINE' as const, 'RECEIVE_AND_FORWARD' as const, 'JOINT_HANDLING' as const),
  }),
  fc.record({
    ...crossing,
    action: fc.constant('PROVIDE' as const),
    grant: fc.record({
      kind: fc.constantFrom('EVIDENCE' as const, 'LICENCE' as const),
      type: fc.constantFrom('x', 'y', 'z'),
      fields: fc.subarray(['f', 'g']),
      purpose: fc.constantFrom('EVIDENCE' as const, 'SUPERVISION' as const),
      sharing: fc.constantFrom('UNCONDITIONAL' as const, 'CONDITIONAL' as const, 'NOT_SHARED' as const),
    }),
  }),
);

it('finds a basis exactly where a naive reading of all clauses finds one, and one of those', () => {
  const found = { CLAUSE: 0, LIST: 0, REFUSED: 0 };
  fc.assert(
    fc.property(world, question, (agreements, asked) => {
      const isWithheld = asked.action === 'PROVIDE' && asked.grant.sharing === 'NOT_SHARED';
      const covering = isWithheld ? [] : coveringClauses(asked, agreements, nationalItems);
      const isForAll = asked.action === 'HANDLE' || asked.grant.sharing === 'UNCONDITIONAL';
      const isOnList = covering.length === 0 && isForAll && nationalItems.has(asked.item);

      const finding = findBasis(asked, { agreements, nationalItems });

      if (covering.length > 0) {
        expect(covering).toContainEqual(finding.status === 'FOUND' ? finding.basis : finding);
        found.CLAUSE += 1;
      } else if (isOnList) {
        expect(finding).toEqual({ status: 'FOUND', basis: { nationalListRef: asked.item } });
        found.LIST += 1;
      } else {
        expect(finding.status).toBe('REFUSED');
        found.REFUSED += 1;
      }
    }),
    { numRuns: 4_000 },
  );
  expect(Math.min(...Object.values(found))).toBeGreaterThan(100);
});

it('takes a clause that is named exactly where a naive reading lists it', () => {
  let taken = 0;
  fc.assert(
    fc.property(world, question, (agreements, asked) => {
      const isWithheld = asked.action === 'PROVIDE' && asked.grant.sharing === 'NOT_SHARED';
      const covering = isWithheld ? [] : coveringClauses(asked, agreements, nationalItems);
      for (const { agreement } of agreements) {
        for (const { clause } of [...agreement.clauses.items, ...agreement.clauses.dataGrants]) {
          const named = { agreementNo: agreement.number, version: agreement.version, clause };
          const isTaken = checkClause(named, asked, { agreements, nationalItems }) === undefined;
          const isCovering = covering.some((one) => JSON.stringify(one) === JSON.stringify(named));
          expect(isTaken).toBe(isCovering);
          taken += Number(isTaken);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  expect(taken).toBeGreaterThan(100);
});

const asked: BasisQuestion = {
  action: 'HANDLE',
  item: 'mca-orphan-recognition',
  from: 'GD',
  to: 'HN',
  mode: 'RECEIVE_AND_FORWARD',
  atMs: Date.parse('2026-06-01T00:00:00Z'),
};
const named = { agreementNo: 'GD-HN-1', version: 1, clause: '3.1' };
const later = { from: '2026-05-01T00:00:00+08:00', until: null };
const inForce = binding(anAgreement());
const licence: BasisQuestion = {
  ...{ item: asked.item, from: 'GD', to: 'HN', atMs: asked.atMs, action: 'PROVIDE' },
  grant: { kind: 'LICENCE', type: 'ID-CARD', fields: ['HOLDER'], purpose: 'CASE_HANDLING', sharing: 'CONDITIONAL' },
};
const { grant } = licence;
const given = { ...named, clause: '7.1' };

it.each([
  ['AGREEMENT_UNKNOWN', { ...named, version: 2 }, asked, [inForce]],
  ['AGREEMENT_NOT_A_PARTY', named, { ...asked, to: 'SC' }, [inForce]],
  ['AGREEMENT_CLAUSE_UNKNOWN', { ...named, clause: '9' }, asked, [inForce]],
  ['AGREEMENT_CLAUSE_UNKNOWN', given, asked, [inForce]],
  [
    'AGREEMENT_DIRECTION_NOT_COVERED',
    named,
    asked,
    [binding(anAgreement({ clauses: { items: [anItemClause({ from: ['HN'] })], dataGrants: [] } }))],
  ],
  ['AGREEMENT_ITEM_NOT_COVERED', named, { ...asked, item: 'other' }, [inForce]],
  ['AGREEMENT_MODE_NOT_COVERED', named, { ...asked, mode: 'JOINT_HANDLING' }, [inForce]],
  ['AGREEMENT_CLASS_NOT_GRANTED', given, { ...licence, grant: { ...grant, fields: ['HOLDER', 'ADDRESS'] } }, [inForce]],
  ['AGREEMENT_PURPOSE_NOT_GRANTED', given, { ...licence, grant: { ...grant, purpose: 'SUPERVISION' } }, [inForce]],
  ['CLASS_NOT_SHARED', given, { ...licence, grant: { ...grant, sharing: 'NOT_SHARED' } }, [inForce]],
  ['AGREEMENT_NOT_YET_IN_FORCE', named, { ...asked, atMs: inForce.validity.fromMs - 1 }, [inForce]],
  ['AGREEMENT_EXPIRED', named, { ...asked, atMs: inForce.validity.untilMs ?? 0 }, [inForce]],
  ['AGREEMENT_SUPERSEDED', named, asked, [inForce, binding(anAgreement({ version: 2, validity: later }))]],
  ['AGREEMENT_TERMINATED', named, asked, [{ ...inForce, terminatedFromMs: asked.atMs }]],
  ['AGREEMENT_SUSPENDED', named, asked, [{ ...inForce, suspensions: [{ fromMs: asked.atMs, untilMs: null }] }]],
] as const)('refuses with %s, and names the clause', (code, clause, about, agreements) => {
  const refusal = checkClause(clause, about, { agreements, nationalItems });

  expect(refusal).toMatchObject(code === 'CLASS_NOT_SHARED' ? { code } : { code, ...clause });
});

it('says of the clause that came nearest why nothing covers a question', () => {
  const expired = binding(anAgreement({ number: 'OLD-1' }));
  const elsewhere = binding(anAgreement({ number: 'A-1', parties: ['GD', 'SC'] }));
  const afterwards = { ...asked, atMs: Date.parse('2027-06-01T00:00:00Z') };

  const finding = findBasis(afterwards, { agreements: [elsewhere, expired], nationalItems });

  expect(finding).toMatchObject({ status: 'REFUSED', refusal: { code: 'AGREEMENT_EXPIRED', agreementNo: 'OLD-1' } });
});

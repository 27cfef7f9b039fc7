import { expect, it } from '@jest/globals';
import { type Action, authorityMatrix } from '../../../../schema/authority-matrix.js';
import type { Identity } from '../../../../schema/identity.js';
import { type Role, roles } from '../../../../schema/roles.js';
import { aDataGrant, anAgreement, anItemClause } from '../../../../test/support/agreements/an-agreement.js';
import type { BindingAgreement } from '../../shared/agreement.js';
import { refuseAction } from '../../../shared/refuse-action.js';
import { type Asker, judgeField } from './judge-field.rules.js';

const AT = Date.parse('2026-06-01T00:00:00Z');

const callerOf = (role: Role | undefined, province?: string): Identity => ({
  ...{ subject: 's', role, province, unit: undefined, person: undefined, scopes: new Set<string>() },
});

const agreement: BindingAgreement = {
  agreement: anAgreement({
    clauses: {
      items: [anItemClause()],
      dataGrants: [aDataGrant({ from: ['HN'] }), aDataGrant({ clause: '7.2', kind: 'EVIDENCE' })],
    },
  }),
  validity: { fromMs: AT, untilMs: AT + 1 },
  suspensions: [],
  terminatedFromMs: null,
};

const asked = (caller: Identity | undefined, changes: Partial<Asker> = {}): Asker => ({
  ...{ caller, province: 'GD', atMs: AT, agreements: [agreement] },
  ...changes,
});

const officer = callerOf('officer', 'HN');

it('agrees with the check of the province for every action, role and place: who is refused there hears no here', () => {
  const callers = [
    undefined,
    callerOf(undefined),
    ...Object.keys(roles).flatMap((role) => ['GD', 'HN'].map((code) => callerOf(role as Role, code))),
  ];
  for (const action of Object.keys(authorityMatrix) as Action[]) {
    for (const caller of callers) {
      const { verdict, decidedBy } = judgeField('T.f', action, asked(caller, { agreements: [] }));
      const isRefused = refuseAction(action, caller, 'GD') !== undefined;
      if (isRefused)
        expect({ verdict, decidedBy }).toEqual({ verdict: 'NO', decidedBy: { kind: 'ACTION', name: action } });
      // What is not refused there is null for staff of other provinces.
      else if (verdict === 'NO') expect(caller?.province).toBe('HN');
    }
  }
});

it.each([
  ['readApplicant', 'NO'],
  ['readEvidence', 'NO'],
  ['requestEvidence', 'NO'],
  ['annotateLicence', 'NO'],
  ['verifyLicence', 'MAY'],
  ['readLicence', 'OWN'],
  ['readPublic', 'MAY'],
] as const)(
  'lets the action decide about %s between provinces, and the row where a grant could: %s',
  (action, verdict) => {
    const decidedBy = { kind: 'ACTION', name: action };
    expect(judgeField('T.f', action, asked(officer))).toMatchObject({ verdict, decidedBy });
  },
);

it.each([
  ['before it is in force', { atMs: AT - 1 }],
  ['after it', { atMs: AT + 1 }],
  ['while it is suspended', { agreements: [{ ...agreement, suspensions: [{ fromMs: AT, untilMs: null }] }] }],
  ['for another province', { province: 'SC' }],
])('gives no licence under an agreement %s', (_when, changes) => {
  expect(judgeField('T.f', 'readLicence', asked(officer, changes))).toMatchObject({
    verdict: 'NO',
    decidedBy: { kind: 'GRANT' },
  });
});

it('gives a licence in the direction of the grant only', () => {
  const fromGuangdong = asked(callerOf('officer', 'GD'), { province: 'HN' });

  expect(judgeField('T.f', 'readLicence', fromGuangdong)).toMatchObject({
    verdict: 'NO',
    decidedBy: { kind: 'GRANT' },
  });
});

it('says what a row must fulfil where the row decides, and nothing where it does not', () => {
  expect(judgeField('T.f', 'readApplicant', asked(callerOf('citizen'))).condition?.zh).toContain('本人');
  expect(judgeField('T.f', 'readPublic', asked(officer)).condition).toBeNull();
  expect(judgeField('T.f', 'readStatistics', asked(callerOf('analyst'))).condition).toBeNull();
});

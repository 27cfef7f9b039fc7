import { expect, it } from '@jest/globals';
import { createVault } from '../../../test/support/vault.js';
import { readInstance } from '../../shared/instance.js';
import { moveCertification, stateAt } from '../teams/certification.rules.js';
import { nameOf } from '../teams/staff.service.js';
import { readNationalItems } from './national-items.js';
import { createTeam, seededClerks } from './teams.js';

const vault = createVault();
const nationalItems = readNationalItems();
const team = createTeam({ instance: readInstance('GD'), sealing: vault.sealing, nationalItems });

it('teaches every national item in its mode, and certifies two clerks for what windows receive for others', () => {
  const received = nationalItems.filter(({ mode }) => mode === 'RECEIVE_AND_FORWARD').map(({ code }) => code);
  const { story, token } = seededClerks('GD');

  expect(team.courses.map(({ item_code: code, mode }) => `${code} ${mode}`)).toEqual(
    nationalItems.map(({ code, mode }) => `${code} ${mode}`),
  );
  for (const { subject } of [story, token]) {
    const own = team.certifications.filter(({ staff_id: id }) => id === `GD:StaffMember:${subject}`);
    expect(own.map(({ item_code: code }) => code)).toEqual(received);
  }
  expect(team.certifications).toHaveLength(2 * received.length);
});

it('writes lives that the table allows, by somebody else than their owner', () => {
  for (const row of team.certifications) {
    const [enrolled, ...moves] = team.moves.filter(({ certification_id: id }) => id === row.id);
    const facts = { isAnother: true, isPassed: true };
    const states = moves.reduce(
      (state, { event }) => moveCertification({ state, event, by: 'COORDINATOR', facts } as never) as typeof state,
      enrolled?.to_state,
    );

    expect(enrolled).toMatchObject({ event: 'enrolStaff', to_state: 'ENROLLED', at: row.enrolled_at });
    expect(states).toBe('CERTIFIED');
    expect(moves.at(-1)).toMatchObject({ to_state: row.state, at: row.certified_at, seq: row.moves });
    expect(row.staff_id).not.toContain(enrolled?.subject);
    expect([stateAt(row, '2028-01-08T15:59:59.999Z'), stateAt(row, '2028-01-08T16:00:00.000Z')]).toEqual([
      ...['CERTIFIED', 'EXPIRED'],
    ]);
  }
});

it('seals the names of clerks', () => {
  expect(team.staff.map((row) => nameOf(vault.sealing, row))).toEqual(['冯甲示', '陈乙示', '褚丙示']);
  expect(team.staff.filter(({ name }) => /\p{Script=Han}/u.test(name))).toEqual([]);
});

import { describe, expect, it } from '@jest/globals';
import { rolesFor } from '../../../../schema/authority-matrix.js';
import type { Role } from '../../../../schema/roles.js';
import type { ActorRole } from '../machine/vocabulary.rules.js';
import { machines } from '../modes/machines.rules.js';
import { commandActions, type CommandAct } from './command-actions.rules.js';

const callers: Readonly<Partial<Record<ActorRole, readonly Role[]>>> = {
  APPLICANT: ['citizen', 'app', 'clerk'], // a clerk with a mandate
  RECEIVING_CLERK: ['clerk'],
  HANDLING_OFFICER: ['officer'],
  LEAD_OFFICER: ['officer'],
  SUPERVISOR: ['supervisor'],
};

/** Who can make a move, by the tables of all courses. */
function byTables(act: CommandAct): readonly Role[] {
  const rows = machines.flatMap((machine) => machine.rows).filter(({ event }) => event === act);
  return [...new Set(rows.flatMap(({ by }) => by.flatMap((role) => callers[role] ?? [])))];
}

describe.each(Object.keys(commandActions) as CommandAct[])('%s', (act) => {
  it('is for those by the matrix who can make it by the tables of cases and legs', () => {
    const may = rolesFor(commandActions[act]).toSorted();

    expect(may).toEqual(byTables(act).toSorted());
  });
});

import type { Role } from '../../../../schema/roles.js';
import type { Machine } from '../machine/machine.rules.js';
import type { ActorRole, CaseEvent } from '../machine/vocabulary.rules.js';

/** The course that somebody acts on, and whether this province leads its joint case. */
export interface ActingOn {
  readonly machine: Machine;
  readonly state: string;
  readonly kind: 'OWN' | 'COPY' | 'TOLD';
  readonly isLead: boolean;
  /** True for a leg of a joint case; false for the case itself. */
  readonly isJointLeg: boolean;
}

/** As who a verified caller acts on a course: his role says who he may be, and the table which of these it waits for. */
export function actAs(role: Role, event: CaseEvent, on: ActingOn): ActorRole | undefined {
  const candidates = candidatesFor(role, on);
  const rows = on.machine.rows.filter((row) => row.event === event);
  const here = rows.filter(({ from }) => from === on.state);
  const find = (among: typeof rows) => candidates.find((actor) => among.some(({ by }) => by.includes(actor)));
  return find(here) ?? find(rows) ?? candidates[0];
}

function candidatesFor(role: Role, on: ActingOn): readonly ActorRole[] {
  switch (role) {
    case 'citizen':
    case 'app':
      return ['APPLICANT'];
    case 'clerk':
      return ['RECEIVING_CLERK', 'APPLICANT'];
    case 'officer':
      return officerAs(on);
    case 'supervisor':
      return ['SUPERVISOR'];
    case 'coordinator':
    case 'operator':
    case 'analyst':
      return [];
  }
}

// An officer of the place that leads is its lead officer: in the case, for the legs that others do, and where a leg of
// its own still waits for the lead. He handles that leg as anybody else's officer would.
function officerAs({ isLead, isJointLeg, kind }: ActingOn): readonly ActorRole[] {
  if (!isLead) return ['HANDLING_OFFICER'];
  if (!isJointLeg || kind === 'COPY') return ['LEAD_OFFICER'];
  return ['LEAD_OFFICER', 'HANDLING_OFFICER'];
}

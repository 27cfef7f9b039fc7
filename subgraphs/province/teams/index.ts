import { sealedStaff } from './staff.service.js';
import { TeamCommandResolver } from './team-command.resolver.js';
import { teamEntities } from './team.entity.js';
import { findCourseById, findWindowById, TeamsResolver } from './teams.resolver.js';

export { endOfValidity } from './certification.rules.js';
export {
  type CertifiedQuestion,
  findCertified,
  findCourse,
  mayReceiveNow,
  type Receivable,
  type Receiving,
} from './find-certified.service.js';
export { findOnDuty } from './roster.service.js';
export { createStaffRow } from './staff.service.js';
export { TrainingCourse } from './staff-type.resolver.js';
export type {
  CertificationMoveRow,
  CertificationRow,
  CourseRow,
  DutyRow,
  RosterRow,
  StaffRow,
  TeamTables,
  WindowRow,
} from './team.entity.js';
export { printTeamStates } from './team-states-page.rules.js';
export { unmannedWindows } from './unmanned-windows.service.js';
export { createWindowRow } from './window.service.js';

/** What modules.ts needs to know of this module. */
export const teams = {
  entities: teamEntities,
  resolvers: [TeamsResolver, TeamCommandResolver],
  references: { ServiceWindow: findWindowById, TrainingCourse: findCourseById },
  sealed: [sealedStaff],
} as const;

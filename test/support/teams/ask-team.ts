// How tests make up the team of a province: by the commands of the graph, as its coordinator would.
import { forwarded } from '../../../scripts/demo/journeys.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { type Actor, askerOf, type Data } from '../cases/ask-case.js';
import type { CaseWorld } from '../cases/case-world.js';

/** The service centre of Guangdong, whose windows receive for other provinces. */
export const HALL = hallCode(readInstance('GD'));

/** What the story of a forwarded case is about, and the course of Guangdong for it. */
export const ITEM = forwarded.itemCode;
export const COURSE = `GD:TrainingCourse:${ITEM}.RECEIVE_AND_FORWARD`;

/** A coordinator of Guangdong. */
export const coordinator: Actor = { role: 'coordinator', subject: 'boss' };

const made = {
  addStaff: 'StaffMember',
  removeStaff: 'StaffMember',
  enrolStaff: 'Certification',
  registerExam: 'Certification',
  certify: 'Certification',
  revokeCertification: 'Certification',
  openSupervisedSession: 'SupervisedSession',
  endSupervisedSession: 'SupervisedSession',
  setRoster: 'DutyRoster',
  openWindow: 'ServiceWindow',
  changeWindow: 'ServiceWindow',
} as const;

/** A command about a team. */
export type TeamEvent = keyof typeof made;

/** What came of it: the id of what was made, or the code of a refusal. */
export interface TeamAnswer {
  readonly id?: string;
  readonly code?: string;
}

let keys = 0;

/** Asks for something in Guangdong, under a key of its own unless one is given. */
export async function command(
  world: CaseWorld,
  event: TeamEvent,
  { actor = coordinator, ...said }: Data & { readonly actor?: Actor },
): Promise<TeamAnswer> {
  const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) {
    ... on TeamRefusal { code } ... on ${made[event]} { id } } }`;
  const input = { idempotencyKey: `team-${(keys += 1)}`, ...said };
  return (await world.ask(query, { input }, askerOf(actor, { province: 'GD' })))['outcome'] as TeamAnswer;
}

/** As {@link command}, of what must be done; gives the id. */
export async function done(
  world: CaseWorld,
  event: TeamEvent,
  said: Data & { readonly actor?: Actor },
): Promise<string> {
  const { id, code } = await command(world, event, said);
  if (id === undefined) throw new Error(`${event} was refused: ${String(code)}`);
  return id;
}

/** Puts an account on the staff of the service centre; gives the id of the member. */
export const join = (world: CaseWorld, account: string, unit = HALL): Promise<string> =>
  done(world, 'addStaff', { province: 'GD', account, unit, name: `姓名${account}` });

/** Takes a member of the staff all the way to a certification; gives its id. */
export async function certifyStaff(world: CaseWorld, staffId: string, courseId = COURSE): Promise<string> {
  const certificationId = await done(world, 'enrolStaff', { staffId, courseId });
  await done(world, 'registerExam', { certificationId, score: 60 });
  return done(world, 'certify', { certificationId });
}

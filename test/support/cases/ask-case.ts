// How tests play cases in a world of provinces, command them, and look at them.
import type { Journey } from '../../../scripts/demo/journeys.js';
import { APPLICANT, type Asker, type Played, playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import { parseGlobalId } from '../../../schema/global-id.js';
import type { CaseWorld } from './case-world.js';

export type Data = Readonly<Record<string, unknown>>;

/** A day in milliseconds. */
export const DAY_MS = 86_400_000;

/** The first steps of a journey, up to one that is counted, with what came of them. */
export const playTo = (world: CaseWorld, journey: Journey, count: number): Promise<Played> =>
  playJourney(world.stage(), { ...journey, steps: journey.steps.slice(0, count) });

/** The unit that does an item in a province. */
export async function unitOf(world: CaseWorld, province: string, itemCode: string): Promise<string> {
  const query = `query ($item: ID!, $province: ID!) {
    serviceItems(filter: { standardItem: $item }, provinces: [$province], first: 1) { nodes { authority { code } } } }`;
  const { serviceItems } = await world.ask(query, { item: `CN:StandardItem:${itemCode}`, province });
  const { nodes } = serviceItems as { readonly nodes: readonly { readonly authority: { readonly code: string } }[] };
  return nodes[0]?.authority.code ?? '';
}

/** Who asks, as far as a test says it: the rest is usual. A unit is one of the province that is asked. */
export type Actor = Partial<Asker> & Pick<Asker, 'role'>;

/** The applicant of the journeys. */
export const person: Actor = APPLICANT;

/** An officer of a unit. */
export const officerOf = (unit: string): Actor => ({ role: 'officer', unit });

/** A window clerk of a unit. */
export const clerkOf = (unit: string): Actor => ({ role: 'clerk', unit });

/** What a command says, and who asks. */
export type Commanded = Data & { readonly actor?: Actor };

/** A command on a case or leg by an actor; gives the changed object, or the refusal. */
export async function command(world: CaseWorld, event: string, { actor, ...input }: Commanded): Promise<Data> {
  const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
  const subject = 'legId' in input ? 'Leg { id state version }' : 'Case { id state version }';
  const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) {
    ... on CaseRefusal { code materials messageZh messageEn source decidedBy { kind name }
      curedBy { role place } } ... on ${subject} } }`;
  return (await world.ask(query, { input }, actor && askerOf(actor, input)))['outcome'] as Data;
}

/** Who an actor is for what is asked of a case, a leg or a province. */
export function askerOf(actor: Actor, { caseId, legId, province }: Data): Asker {
  const code = parseGlobalId(caseId ?? legId)?.province ?? String(province);
  return { subject: `${actor.role}-${code}`, ...(actor.role === 'citizen' ? {} : { province: code }), ...actor };
}

const CASE = `query ($id: ID!) { case(id: $id) { state dueAt version deemedAccepted collaborationNo responsible { code }
  acceptance { acceptedAt promisedCompletionAt } completion { code }
  clock { name state paused dueAt remainingMinutes pausedMinutes owner { code } ownerUnit }
  legs { name state told } log { leg event role toState alerts } } }`;

export interface SeenCase {
  readonly state: string;
  readonly dueAt: string | null;
  readonly version: number;
  readonly deemedAccepted: boolean;
  readonly responsible: { readonly code: string } | null;
  readonly acceptance: { readonly acceptedAt: string } | null;
  readonly completion: { readonly code: string } | null;
  readonly clock: Readonly<Record<'name' | 'state' | 'dueAt', string>> & { readonly owner: { readonly code: string } };
  readonly legs: readonly { readonly name: string; readonly state: string; readonly told: boolean }[];
  readonly log: readonly {
    readonly leg: string;
    readonly alerts: readonly string[];
    readonly event: string;
    readonly role: string;
    readonly toState: string;
  }[];
}

/** A case as the graph shows it. */
export const see = async (world: CaseWorld, id: string): Promise<SeenCase> =>
  (await world.ask(CASE, { id }))['case'] as SeenCase;

/** The case of a journey in a province. */
export const caseIn = ({ cases }: Played, province: string): string => cases.get(province) ?? '';

/** What an item asks for in a province, as a draft brings all of it. */
export interface FullDraft {
  readonly materials: readonly {
    readonly name: string;
    readonly form: 'PAPER' | 'ELECTRONIC';
    readonly grade: string;
    readonly originals: number;
    readonly copies: number;
  }[];
  readonly conditions: readonly { readonly subject: string; readonly met: boolean }[];
}

/** Everything that the list of a province asks for. */
export async function fullDraft(graph: Pick<Stage, 'ask'>, province: string, itemCode: string): Promise<FullDraft> {
  const query = `query ($item: ID!, $province: ID!) { serviceItems(filter: { standardItem: $item }, provinces: [$province], first: 1) {
    nodes { materials { name form grade originals copies } acceptanceConditions } } }`;
  const { serviceItems } = await graph.ask(query, { item: `CN:StandardItem:${itemCode}`, province });
  const { nodes } = serviceItems as { readonly nodes: readonly (FullDraft & { acceptanceConditions: string[] })[] };
  const [{ materials, acceptanceConditions } = { materials: [], acceptanceConditions: [] }] = nodes;
  return {
    materials: materials.map((piece) => ({ ...piece, form: piece.form === 'PAPER' ? 'PAPER' : 'ELECTRONIC' })),
    conditions: acceptanceConditions.map((subject) => ({ subject, met: true })),
  };
}

/** The papers of a draft, each under a shipment number, as a handoff lists them. */
export const shipped = ({ materials }: FullDraft) =>
  materials.filter(({ form }) => form === 'PAPER').map(({ name }) => ({ name, shipmentNo: `SF-${name}` }));

/** The case that a leg belongs to in its province; undefined while the leg is not there. */
export async function caseOfLeg(graph: Pick<Stage, 'ask'>, id: string): Promise<string | undefined> {
  const { leg } = await graph.ask('query ($id: ID!) { leg(id: $id) { caseId } }', { id });
  return (leg as { readonly caseId: string } | null)?.caseId;
}

/** Drafts the case of a journey with these materials and answers. */
export function draft(world: CaseWorld, journey: Journey, input: Data): Promise<Data> {
  const head = { actor: person, idempotencyKey: 'draft' };
  const standardItem = `CN:StandardItem:${journey.itemCode}`;
  return command(world, 'draftCase', { ...journey.draft, standardItem, ...head, ...input });
}

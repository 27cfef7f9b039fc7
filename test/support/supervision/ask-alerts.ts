// How tests look at alerts and act on them, in a world of provinces.
import { type Actor, askerOf, type Data } from '../cases/ask-case.js';
import type { CaseWorld } from '../cases/case-world.js';

/** An alert of a case as one province holds it. */
export interface SeenAlert {
  readonly id: string;
  readonly rule: string;
  readonly responsible: string;
  readonly holder: string;
  readonly level: string;
  readonly state: string;
  readonly unitCode: string | null;
  readonly raisedAt: string;
  readonly rectifyBy: string | null;
  readonly digest: string;
}

/** A supervisor of the state. */
export const stateSupervisor: Actor = { role: 'supervisor', subject: 'supervisor-of-the-state', province: undefined };

const CASE_ALERTS = `query ($no: ID!) { caseAlerts(collaborationNo: $no) { participants { code } alerts {
  alertId rule responsible { code } views { holder { code } level state unitCode raisedAt rectifyBy digest } } } }`;

interface Shown {
  readonly alertId: string;
  readonly rule: string;
  readonly responsible: { readonly code: string };
  readonly views: readonly (Omit<SeenAlert, 'holder'> & { readonly holder: { readonly code: string } })[];
}

/** The alerts of a case as a province holds them, shown to a supervisor of the state. */
export async function alertsIn(world: CaseWorld, province: string, no: string): Promise<readonly SeenAlert[]> {
  const asker = askerOf(stateSupervisor, { province });
  const { caseAlerts } = await world.ask(CASE_ALERTS, { province, no }, asker);
  return (caseAlerts as { readonly alerts: readonly Shown[] }).alerts.flatMap(({ alertId, rule, responsible, views }) =>
    views.map(({ holder, ...view }) => ({
      ...view,
      ...{ id: alertId, rule, responsible: responsible.code, holder: holder.code },
    })),
  );
}

let keys = 0;

/** Does something about an alert; gives its state, or the code of the refusal. */
export async function actOn(
  world: CaseWorld,
  event: string,
  { actor, ...input }: Data & { readonly id: string; readonly actor: Actor },
): Promise<string> {
  const type = ['decideAppeal', 'verifyAlert'].includes(event) ? 'AlertFindingInput' : 'AlertStepInput';
  const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) {
    ... on SupervisionAlert { state } ... on SupervisionRefusal { code } } }`;
  keys += 1;
  const asked = { idempotencyKey: `key-${String(keys)}`, text: '说明', ...input };
  const province = input.id.slice(0, input.id.indexOf(':'));
  const { outcome } = await world.ask(query, { input: asked }, askerOf(actor, { province }));
  const { state, code } = outcome as { readonly state?: string; readonly code?: string };
  return state ?? code ?? '';
}

/** Lets every province do what time brings about, and delivers what they tell each other, until nothing is left. */
export async function settle(world: CaseWorld, provinces: readonly string[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (const province of provinces) await world.supervise(province);
    await world.deliverAll();
  }
}

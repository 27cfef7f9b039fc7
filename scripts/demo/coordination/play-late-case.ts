import { randomUUID } from 'node:crypto';
import type { Asker } from '../play-journey.js';
import { CLAUSE, NUMBER } from './agreement-text.js';
import { act, type Command, type Data, sayTitle, type Telling, whoIs } from './ask-command.js';
import { officerOf, STANDARD_ITEM, STATE_SUPERVISOR, unitOf } from './people.js';
import type { Received } from './play-certification.js';

const DAY_MS = 86_400_000;

/** A case that is decided in Hunan, and who decided it there. */
export interface Decided extends Received {
  readonly thereId: string;
  readonly officer: Asker;
}

/**
 * The case is forwarded under the agreement and goes late in Hunan: both provinces show the same yellow card, its unit
 * acknowledges, explains and rectifies, and who stands outside the unit verifies and closes.
 */
export async function playLateCase(telling: Telling, received: Received): Promise<Decided> {
  sayTitle(telling, '四、依协议转交，逾期，联合监察', '4. Forwarded under the agreement, late, supervised by both');
  const decided = await forward(telling, received);
  await telling.moveTo((await dueOf(telling, decided.thereId)) + 1);
  const card = await awaitCard(telling, decided.collaborationNo, 'YELLOW');
  await workOff(telling, card, decided);
  await awaitCard(telling, decided.collaborationNo, 'CLOSED');
  return decided;
}

async function forward(telling: Telling, received: Received): Promise<Decided> {
  const { caseId, collaborationNo, clerk } = received;
  const here = { about: 'case', asker: clerk, in: 'GD', then: 'SUBMITTED' } as const;
  await act(telling, { ...here, name: 'verifyIdentity', input: { caseId, checkMethod: '身份证读卡' } });
  await act(telling, { ...here, name: 'reviewForm', input: { caseId, checkMethod: '逐项核对' } });
  const agreement = { agreementNo: NUMBER, version: 2, clause: CLAUSE };
  const input = { caseId, manifest: await manifestOf(telling), agreement };
  await inForce(telling, { ...here, name: 'forwardCase', input });
  telling.say(`    依据 under ${NUMBER} v2 §${CLAUSE}`);
  const thereId = await arrived(telling, collaborationNo);
  const officer = officerOf('HN', await unitOf(telling.stage, 'HN'));
  const there = { about: 'case', asker: officer, in: 'HN', input: { caseId: thereId } } as const;
  await act(telling, { ...there, name: 'acknowledgeHandoff' });
  await act(telling, { ...there, name: 'acceptCase', then: 'ACCEPTED' });
  return { ...received, thereId, officer };
}

// What is in force counts within a second: the first attempt may come before that.
async function inForce(telling: Telling, command: Command): Promise<void> {
  const { stage } = telling;
  const query = `mutation ($input: ForwardCaseInput!) { outcome: forwardCase(input: $input) {
    ... on Case { state } ... on CaseRefusal { code } } }`;
  const input = { idempotencyKey: randomUUID(), ...command.input };
  await stage.settle(async () => {
    const outcome = (await stage.ask(query, { input }, command.asker))['outcome'] as Data;
    return outcome['state'] === command.then;
  });
  telling.say(`GD  ${whoIs(command.asker)} forwardCase → ${String(command.then)}`);
}

interface Material {
  readonly name: string;
  readonly form: string;
}

async function manifestOf({ stage }: Telling): Promise<readonly Data[]> {
  const query = `query ($item: ID!) { serviceItems(filter: { standardItem: $item }, provinces: ["HN"], first: 1) {
    nodes { materials { name form } } } }`;
  const { serviceItems } = await stage.ask(query, { item: STANDARD_ITEM });
  const [item] = (serviceItems as { readonly nodes: readonly { readonly materials: readonly Material[] }[] }).nodes;
  const papers = (item?.materials ?? []).filter(({ form }) => form === 'PAPER');
  return papers.map(({ name }, index) => ({ name, shipmentNo: `SF${String(index + 1).padStart(10, '0')}` }));
}

async function arrived({ stage }: Telling, collaborationNo: string): Promise<string> {
  const id = `HN:Leg:${collaborationNo}.handle`;
  let caseId: string | undefined;
  await stage.settle(async () => {
    const leg = (await stage.ask('query ($id: ID!) { leg(id: $id) { caseId } }', { id }))['leg'] as Data | null;
    caseId = leg?.['caseId'] as string | undefined;
    return typeof caseId === 'string';
  });
  return caseId ?? '';
}

async function dueOf({ stage, say }: Telling, id: string): Promise<number> {
  const { case: found } = await stage.ask('query ($id: ID!) { case(id: $id) { dueAt } }', { id });
  const { dueAt } = found as { readonly dueAt: string };
  say(`    湖南应于 ${dueAt} 办结；时钟拨至其后 · Hunan’s limit ends then; the clock is moved past it`);
  return Date.parse(dueAt);
}

interface View {
  readonly holder: { readonly code: string };
  readonly level: string;
  readonly state: string;
  readonly unitCode: string | null;
  readonly digest: string;
}

interface Card {
  readonly alertId: string;
  readonly rule: string;
  readonly views: readonly View[];
}

/** Waits until both provinces hold the same card of the limit, in a state; gives its id. */
async function awaitCard({ stage, say }: Telling, no: string, state: string): Promise<string> {
  const query = `query ($no: ID!) { caseAlerts(collaborationNo: $no) { alerts {
    alertId rule views { holder { code } level state unitCode digest } } } }`;
  let card: Card | undefined;
  await stage.settle(async () => {
    const { caseAlerts } = await stage.ask(query, { no }, STATE_SUPERVISOR);
    card = (caseAlerts as { readonly alerts: readonly Card[] }).alerts.find(({ rule }) => rule === 'R2');
    const [one, other] = card?.views ?? [];
    return [one, other].every((view) => view?.state === state) && one?.digest === other?.digest;
  });
  for (const { holder, level, state: seen, unitCode, digest } of card?.views ?? [])
    say(`    ${holder.code}  R2 ${level} ${seen}  责任单位 unit ${String(unitCode)}  ${digest.slice(0, 12)}…`);
  return card?.alertId ?? '';
}

async function workOff(telling: Telling, id: string, { officer, thereId: caseId }: Decided): Promise<void> {
  const step = { about: 'alert', in: 'HN', inputType: 'AlertStepInput' } as const;
  const own = { ...step, asker: officer };
  await act(telling, { ...own, name: 'acknowledgeAlert', input: { id, text: '知悉' }, then: 'ACKNOWLEDGED' });
  await act(telling, { ...own, name: 'explainAlert', input: { id, text: '实地核查人手不足' }, then: 'EXPLAINED' });
  const rectify = { ...own, name: 'rectifyAlert', input: { id, text: '已办结' } };
  await act(telling, { ...rectify, then: 'STILL_RUNNING' });
  await telling.moveTo(telling.nowMs() + DAY_MS);
  const review = { step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } } };
  const there = { about: 'case', asker: officer, in: 'HN' } as const;
  await act(telling, { ...there, name: 'startReview', input: { caseId, ...review } });
  await act(telling, { ...there, name: 'decideCase', input: { caseId, outcome: 'GRANTED' }, then: 'DECIDED' });
  await act(telling, { ...rectify, then: 'RECTIFIED' });
  const finding = { ...step, inputType: 'AlertFindingInput', name: 'verifyAlert' };
  const found = { id, text: '属实', isGranted: true };
  const ownSupervisor: Asker = {
    ...STATE_SUPERVISOR,
    subject: 'demo-supervisor-HN',
    province: 'HN',
    unit: officer.unit,
  };
  await act(telling, { ...finding, asker: officer, input: found, then: 'FORBIDDEN' });
  await act(telling, { ...finding, asker: ownSupervisor, input: found, then: 'SUPERVISOR_OF_THE_UNIT' });
  await act(telling, { ...finding, asker: STATE_SUPERVISOR, input: found, then: 'VERIFIED' });
  await act(telling, { ...step, name: 'closeAlert', asker: officer, input: { id, text: '办结' }, then: 'FORBIDDEN' });
  await act(telling, {
    ...step,
    name: 'closeAlert',
    asker: STATE_SUPERVISOR,
    input: { id, text: '办结' },
    then: 'CLOSED',
  });
}

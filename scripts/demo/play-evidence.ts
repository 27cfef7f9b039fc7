import { setTimeout } from 'node:timers/promises';
import type { Asker, Stage } from './play-journey.js';

type Data = Readonly<Record<string, unknown>>;

/** The item of the story: one of its materials is a driver licence. */
export const EVIDENCE_ITEM = 'mps-driver-licence-renew-expiry';
const MATERIAL = '机动车驾驶证';
const TYPE = 'driver-licence';

/** A story about evidence is told in lines. */
export interface EvidenceTelling {
  readonly stage: Stage;
  /** Somebody who has a driver licence of Hunan, and applies to Guangdong. */
  readonly applicant: Asker;
  readonly say: (line: string) => void;
}

/** What the story has come to. */
export interface EvidencePlayed {
  readonly caseId: string;
  readonly explicit: string;
  readonly byLaw: string;
  readonly denied: string;
}

const REFUSAL = '... on EvidenceRefusal { code rule messageZh messageEn }';

/**
 * Plays it: what the item asks for and what can stand for it, a request of the applicant with its preview, the
 * application, the officer who reads and uses what came and accepts the case, a request by law, one that nobody has
 * granted, and the trail of the applicant over provinces.
 */
export async function playEvidence(telling: EvidenceTelling): Promise<EvidencePlayed> {
  const { unit, materials, conditions } = await tellRequirements(telling);
  const caseId = await draftCase(telling, { materials, conditions });
  const purpose = { code: 'CASE_HANDLING', reference: undefined } as const;
  const officer: Asker = { subject: 'demo-officer', role: 'officer', province: 'GD', unit, purpose };
  const explicit = await requestWhenAgreed(telling, caseId);
  await preview(telling, explicit);
  await moveCase(telling, { event: 'submitCase', caseId, asker: telling.applicant, state: 'SUBMITTED' });
  await readAndUse(telling, { id: explicit, officer });
  await moveCase(telling, { event: 'acceptCase', caseId, asker: officer, state: 'ACCEPTED' });
  const basis = { law: '道路运输条例', article: '第九条' };
  const byLaw = await request(telling, { caseId, key: 'law', asker: officer, basis });
  await awaitState(telling, { id: byLaw, asker: officer, state: 'RECEIVED' });
  const denied = await request(telling, { caseId, key: 'denied', asker: telling.applicant, type: 'identity-card' });
  await tellTrail(telling);
  return { caseId, explicit, byLaw, denied };
}

interface Item {
  readonly id: string;
  readonly authority: { readonly code: string };
  readonly materials: readonly { readonly name: string; readonly form: string }[];
  readonly acceptanceConditions: readonly string[];
}

async function tellRequirements({ stage, say }: EvidenceTelling) {
  const items = `query ($item: ID!) { serviceItems(filter: { standardItem: $item }, provinces: ["GD"], first: 1) {
    nodes { id authority { code } materials { name form grade originals copies } acceptanceConditions } } }`;
  const { serviceItems } = await stage.ask(items, { item: `CN:StandardItem:${EVIDENCE_ITEM}` });
  const [item] = (serviceItems as { readonly nodes: readonly Item[] }).nodes;
  if (item === undefined) throw new Error('Guangdong does not offer the item of the story.');
  const query = `query ($item: ID!) { requirementsFor(item: $item) { material { name } evidence { code nameEn } }
    evidenceProviders(type: "${TYPE}", province: "HN") { authority { nameZh } sharing openMinutes decideMinutes } }`;
  const { requirementsFor, evidenceProviders } = await stage.ask(query, { item: item.id });
  for (const { material, evidence } of requirementsFor as readonly Requirement[])
    say(
      `GD  ${material.name} ← ${evidence?.map(({ code }) => code).join(', ') ?? '申请人自行提交 · the applicant brings it'}`,
    );
  say(`HN  ${JSON.stringify(evidenceProviders)}`);
  const conditions = item.acceptanceConditions.map((subject) => ({ subject, met: true }));
  return { unit: item.authority.code, materials: item.materials, conditions };
}

interface Requirement {
  readonly material: { readonly name: string };
  readonly evidence: readonly { readonly code: string }[] | null;
}

async function draftCase(
  { stage, applicant, say }: EvidenceTelling,
  { materials, conditions }: { readonly materials: Item['materials']; readonly conditions: readonly Data[] },
): Promise<string> {
  const brought = materials.filter(({ name }) => name !== MATERIAL);
  const input = {
    ...{ province: 'GD', applicantProvince: 'HN', applicantKind: 'NATURAL_PERSON', channel: 'ONLINE_COMPUTER' },
    ...{ realName: true, consent: true, mode: 'FULLY_ONLINE', standardItem: `CN:StandardItem:${EVIDENCE_ITEM}` },
    materials: brought.map((piece) => ({ ...piece, form: piece.form === 'PAPER' ? 'PAPER' : 'ELECTRONIC' })),
    ...{ conditions, idempotencyKey: `${stage.play} draft` },
  };
  const query = `mutation ($input: DraftCaseInput!) { drafted: draftCase(input: $input) {
    ... on Case { id } ... on CaseRefusal { code messageEn } } }`;
  const { drafted } = await stage.ask(query, { input }, applicant);
  const { id, messageEn } = drafted as Readonly<Record<string, string>>;
  if (id === undefined) throw new Error(`The case was not drafted: ${messageEn ?? ''}`);
  say(`GD  citizen  draftCase → ${id}（缺机动车驾驶证 · without the driver licence）`);
  return id;
}

interface Moving {
  readonly event: 'submitCase' | 'acceptCase';
  readonly caseId: string;
  readonly asker: Asker;
  readonly state: string;
}

// Of a draft the unit sees nothing; by law it asks for what it has accepted.
async function moveCase({ stage, say }: EvidenceTelling, { event, caseId, asker, state }: Moving): Promise<void> {
  const type = event === 'submitCase' ? 'SubmitCaseInput' : 'AcceptCaseInput';
  const query = `mutation ($input: ${type}!) { moved: ${event}(input: $input) {
    ... on Case { state } ... on CaseRefusal { code messageEn } } }`;
  const input = { caseId, idempotencyKey: `${stage.play} ${event}` };
  const moved = (await stage.ask(query, { input }, asker))['moved'] as Data;
  if (moved['state'] !== state) throw new Error(`${event} was refused: ${String(moved['code'])}`);
  say(`GD  ${asker.role.padEnd(8)} ${event} → ${state}`);
}

// Both provinces read their agreements every half second: one that was signed just now is in force soon after.
async function requestWhenAgreed(telling: EvidenceTelling, caseId: string): Promise<string> {
  const { stage, applicant: asker } = telling;
  for (let attempt = 1; ; attempt += 1) {
    const id = await request(telling, { caseId, key: `explicit ${attempt}`, asker });
    let state: unknown;
    await stage.settle(async () => {
      const { evidence } = await stage.ask('query ($id: ID!) { evidence(id: $id) { state } }', { id }, asker);
      state = (evidence as Data)['state'];
      return state === 'DENIED' || state === 'PREVIEW_PENDING';
    });
    if (state !== 'DENIED' || attempt === MAX_ATTEMPTS) return id;
    await setTimeout(LOOK_AGAIN_MS);
  }
}

const MAX_ATTEMPTS = 10;
const LOOK_AGAIN_MS = 300;

interface Asking {
  readonly caseId: string;
  readonly key: string;
  readonly asker: Asker;
  readonly type?: string;
  readonly basis?: Data;
}

async function request(
  { stage, say }: EvidenceTelling,
  { caseId, key, asker, type = TYPE, basis }: Asking,
): Promise<string> {
  const input = { idempotencyKey: `${stage.play} ${key}`, caseId, type, provider: 'HN', ...(basis && { basis }) };
  const query = `mutation ($input: RequestEvidenceInput!) { made: requestEvidence(input: $input) {
    ... on EvidenceRequest { id state authorisation refusal { code rule explanation } } ${REFUSAL} } }`;
  const made = (await stage.ask(query, { input }, asker))['made'] as Data;
  say(
    `GD  ${asker.role.padEnd(8)} requestEvidence ${type}${basis === undefined ? '' : ' 依法 · by law'} → ${lineOf(made)}`,
  );
  if (typeof made['id'] !== 'string') throw new Error(`The request was refused: ${lineOf(made)}`);
  return made['id'];
}

function lineOf(made: Data): string {
  const refusal = (made['refusal'] ?? made) as Data;
  const refused = refusal['code'] === undefined ? [] : [refusal['code'], refusal['rule'], refusal['explanation']];
  return [made['state'], made['authorisation'], ...refused].filter((part) => typeof part === 'string').join(' ');
}

interface Awaited {
  readonly id: string;
  readonly asker: Asker;
  readonly state: string;
}

async function awaitState({ stage, say }: EvidenceTelling, { id, asker, state }: Awaited): Promise<Data> {
  let seen: Data = {};
  await stage.settle(async () => {
    const query = `query ($id: ID!) { evidence(id: $id) { state previewId refusal { code rule explanation } } }`;
    seen = ((await stage.ask(query, { id }, asker))['evidence'] ?? {}) as Data;
    return seen['state'] === state;
  });
  say(`GD  ← ${state}`);
  return seen;
}

async function preview(telling: EvidenceTelling, id: string): Promise<void> {
  const { stage, applicant, say } = telling;
  const { previewId } = await awaitState(telling, { id, asker: applicant, state: 'PREVIEW_PENDING' });
  const act = async (what: string): Promise<Data> => {
    const query = `mutation ($input: DecideEvidenceInput!) { acted: ${what}(input: $input) {
      ... on EvidencePreview { state dueAt document { fields { name value } } } ${REFUSAL} } }`;
    const acted = (await stage.ask(query, { input: { id: previewId } }, applicant))['acted'] as Data;
    say(`HN  citizen  ${what} → ${lineOf(acted)}`);
    return acted;
  };
  await act('approveEvidence'); // nothing is released unseen
  const { document } = await act('openEvidencePreview');
  for (const { name, value } of (document as { readonly fields: readonly { name: string; value: string }[] }).fields)
    say(`      ${name}：${value}`);
  await act('approveEvidence');
  await awaitState(telling, { id, asker: applicant, state: 'RECEIVED' });
}

async function readAndUse(
  { stage, say }: EvidenceTelling,
  { id, officer }: { readonly id: string; readonly officer: Asker },
): Promise<void> {
  const read = `query ($id: ID!) { evidence(id: $id) { document { licence authority grade copy { cause expires } } } }`;
  const { evidence } = await stage.ask(read, { id }, officer);
  say(`GD  officer  reads → ${JSON.stringify((evidence as Data)['document'])}`);
  const use = `mutation ($input: UseEvidenceInput!) { used: useEvidence(input: $input) {
    ... on EvidenceRequest { state usedFor } ${REFUSAL} } }`;
  const { used } = await stage.ask(use, { input: { id, material: MATERIAL } }, officer);
  say(`GD  officer  useEvidence → ${lineOf(used as Data)} ${MATERIAL}`);
}

interface TrailLine {
  readonly at: string;
  readonly province: { readonly code: string };
  readonly reader: Data;
  readonly basis: { readonly kind: string; readonly text: string };
  readonly classes: readonly string[];
}

async function tellTrail({ stage, applicant, say }: EvidenceTelling): Promise<void> {
  const query = `{ myAccessTrail(first: 10, provinces: ["GD", "HN"]) { nodes { at province { code }
    reader { province { code } role unitCode } basis { kind text } classes } } }`;
  const { myAccessTrail } = await stage.ask(query, {}, applicant);
  say('本人的查询轨迹 · the access trail of the applicant');
  for (const { at, province, reader, basis, classes } of (myAccessTrail as { readonly nodes: readonly TrailLine[] })
    .nodes)
    say(`${at}  ${province.code}  ${JSON.stringify(reader)}  ${basis.kind} ${basis.text}  ${classes.join(',')}`);
}

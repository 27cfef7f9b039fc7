// A draft is its applicant's alone, and of who holds his mandate: the unit that would have it learns nothing before it is
// submitted, nor when it never is.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Journey, online, refusedMove } from '../../../scripts/demo/journeys.js';
import { type Asker, NotAllowedError } from '../../../scripts/demo/play-journey.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { syntheticNumber } from '../../../subgraphs/province/persons/index.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { askerOf, clerkOf, command, type Data, draft, fullDraft, unitOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { handIn } from '../../support/cases/hand-in.js';

const document = { type: 'RESIDENT_ID', number: syntheticNumber('19880808', 8) } as const;
const applicant = { name: '周试', documentType: document.type, documentNumber: document.number, phone: '12000000008' };
const HALL = hallCode(readInstance('GD'));
const FILE = '申请表';

let world: CaseWorld;
let citizen: Asker;
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
  const person = world.seat('GD').exchange.desk.vault.matching.keyOf(document);
  citizen = { subject: 'zhou', role: 'citizen', person };
});
afterAll(() => world[Symbol.asyncDispose]());

let drafts = 0;

/** Drafts the case of a journey, with one file in it; gives its id. */
async function draftWith(journey: Journey, actor: Asker, said: Data = {}): Promise<string> {
  drafts += 1;
  const full = await fullDraft(world, 'GD', journey.itemCode);
  const input = { ...full, applicant, actor, idempotencyKey: `draft ${drafts}`, ...said };
  const { id, code } = (await draft(world, journey, input)) as Readonly<Record<string, string>>;
  if (id === undefined) throw new Error(`The case was not drafted: ${code ?? ''}`);
  await handIn(world, id, { name: FILE, asker: askerOf(actor, { caseId: id }) });
  return id;
}

const staffOf = (role: 'clerk' | 'officer', unit: string): Asker => ({
  ...{ subject: `${role}-1`, role, province: 'GD', unit },
  purpose: { code: 'CASE_HANDLING', reference: undefined },
});

const unitFor = (journey: Journey): Promise<string> => unitOf(world, 'GD', journey.itemCode);

const SEEN = `query ($id: ID!) { case(id: $id) { applicant { name documentNumber phone masked } log { event said } } }`;
const FILES = 'query ($id: ID!) { materialManifest(caseId: $id) { entries { name } } }';

interface SeenDraft {
  readonly applicant: { readonly masked: boolean } | null;
  readonly log: readonly { readonly event: string; readonly said: string | null }[];
}

/** What somebody gets to see of a case: the applicant, what was written, and the names of its files. */
async function seenBy(id: string, asker: Asker) {
  const { applicant: seen, log } = (await world.ask(SEEN, { id }, asker))['case'] as SeenDraft;
  const files = await world.ask(FILES, { id }, asker).then(
    (data) => JSON.stringify(data).includes(FILE),
    (error: unknown) => {
      if (error instanceof NotAllowedError) return false;
      throw error;
    },
  );
  return { isClear: seen?.masked === false, files, said: log.findLast(({ said }) => said !== null)?.said ?? '' };
}

const NOTHING = { isClear: false, files: false };
const ALL = { isClear: true, files: true };

it.each([
  ['of one place', online],
  ['of a joint case', refusedMove],
])('a draft %s shows neither applicant nor files to the unit that will have it', async (_what, journey) => {
  const id = await draftWith(journey, citizen);
  const officer = staffOf('officer', await unitFor(journey));
  const clerk = { ...officer, role: 'clerk' } as const;

  const drafted = [await seenBy(id, officer), await seenBy(id, clerk), await seenBy(id, citizen)];
  await command(world, 'submitCase', { caseId: id, actor: citizen, idempotencyKey: `submit ${id}` });

  expect(drafted).toMatchObject([NOTHING, NOTHING, ALL]);
  expect(await seenBy(id, officer)).toMatchObject(ALL);
});

it('shows nothing of a draft that was withdrawn, nor why', async () => {
  const id = await draftWith(online, citizen);
  const withdrawn = { caseId: id, actor: citizen, opinion: '不再办理', idempotencyKey: 'withdraw' };
  await command(world, 'withdrawCase', withdrawn);

  const seen = await seenBy(id, staffOf('officer', await unitFor(online)));

  expect(seen).toMatchObject(NOTHING);
  expect(seen.said).not.toContain('不再办理');
  expect((await seenBy(id, citizen)).said).toContain('不再办理');
});

it('shows a draft to the window that holds the mandate, and to no other unit', async () => {
  const id = await draftWith(online, { subject: 'clerk-GD', province: 'GD', ...clerkOf(HALL) }, { mandate: 'W-1' });

  expect(await seenBy(id, staffOf('clerk', HALL))).toMatchObject(ALL);
  expect(await seenBy(id, staffOf('officer', await unitFor(online)))).toMatchObject(NOTHING);
  expect(await seenBy(id, staffOf('clerk', await unitFor(online)))).toMatchObject(NOTHING);
});

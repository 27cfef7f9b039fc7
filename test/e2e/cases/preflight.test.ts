// A submission may name the preflight that it rests on: of this draft, by the rules in force.
import { expect, it } from '@jest/globals';
import { online } from '../../../scripts/demo/journeys.js';
import {
  command,
  type Data,
  draft,
  type FullDraft,
  fullDraft,
  officerOf,
  person,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

interface SeenPreflight {
  readonly id: string;
  readonly digest: string;
  readonly isComplete: boolean;
}

async function runPreflight(world: CaseWorld, { materials, conditions }: FullDraft, change: Data = {}) {
  const input = {
    ...{ standardItem: `CN:StandardItem:${online.itemCode}`, handlingProvince: 'GD', applicantProvince: 'HN' },
    materials: materials.map(({ form, ...piece }) => ({ ...piece, isElectronic: form === 'ELECTRONIC' })),
    conditions: conditions.map(({ subject, met }) => ({ condition: subject, isMet: met })),
    ...change,
  };
  const query = `mutation ($input: PreflightInput!) { preflight(input: $input) {
    ... on Preflight { id digest isComplete } ... on ServiceRefusal { code } } }`;
  return (await world.ask(query, { input, province: 'GD' }))['preflight'] as SeenPreflight;
}

const submit = (world: CaseWorld, caseId: unknown, preflight: string): Promise<Data> =>
  command(world, 'submitCase', { caseId, preflight, actor: person, idempotencyKey: 'submit' });

it('takes the preflight of the same draft, in whatever order it was listed, and shows it with the case', async () => {
  await using world = await CaseWorld.open(['GD']);
  const full = await fullDraft(world, 'GD', online.itemCode);
  const { digest, id, isComplete } = await runPreflight(world, full);
  const { id: caseId } = await draft(world, online, { ...full, materials: full.materials.toReversed() });

  const submitted = await submit(world, caseId, digest);
  const query = 'query ($id: ID!) { case(id: $id) { preflight { id digest } log { event said } } }';
  const { case: seen } = await world.ask(query, { id: caseId });

  expect(isComplete).toBe(true);
  expect(submitted['state']).toBe('SUBMITTED');
  expect(seen).toMatchObject({ preflight: { id, digest } });
  const { log } = seen as { readonly log: readonly { readonly event: string; readonly said: string }[] };
  expect(JSON.parse(log.find(({ event }) => event === 'submitCase')?.said ?? '{}')).toMatchObject({
    preflight: digest,
  });
});

it('asks for what the scenario of the preflight asks for', async () => {
  await using world = await CaseWorld.open(['GD']);
  const damaged = { ...online, itemCode: 'mohrss-sscard-replace' };
  const full = await fullDraft(world, 'GD', damaged.itemCode);
  const brought = { ...full, materials: full.materials.filter(({ name }) => name !== '原社会保障卡') };
  const change = { standardItem: `CN:StandardItem:${damaged.itemCode}`, scenario: 'DAMAGED', applicantProvince: 'GD' };
  const { digest, isComplete } = await runPreflight(world, brought, change);
  const { id: caseId } = await draft(world, damaged, { ...brought, applicantProvince: 'GD' });

  await submit(world, caseId, digest);
  const actor = officerOf(await unitOf(world, 'GD', damaged.itemCode));
  const accepted = await command(world, 'acceptCase', { caseId, actor, idempotencyKey: 'accept' });

  expect(isComplete).toBe(false);
  expect(accepted['code']).toBe('CONDITIONS_NOT_MET');
});

it('refuses a preflight that nobody kept here, of another draft, or of rules that have changed', async () => {
  await using world = await CaseWorld.open(['GD']);
  const full = await fullDraft(world, 'GD', online.itemCode);
  const [, ...fewer] = full.materials;
  const [own, less, elsewhere] = [
    await runPreflight(world, full),
    await runPreflight(world, { ...full, materials: fewer }),
    await runPreflight(world, full, { applicantProvince: 'SC' }),
  ];
  const { id } = await draft(world, online, { ...full });
  const before = await see(world, String(id));

  const codes: unknown[] = [];
  for (const digest of ['f'.repeat(64), less.digest, elsewhere.digest])
    codes.push((await submit(world, id, digest))['code']);
  await world.changeRules('GD', online.itemCode);
  codes.push((await submit(world, id, own.digest))['code']);

  expect(codes).toEqual([
    'PREFLIGHT_UNKNOWN',
    'PREFLIGHT_OF_OTHER_DRAFT',
    'PREFLIGHT_OF_OTHER_DRAFT',
    'PREFLIGHT_OUTDATED',
  ]);
  expect(await see(world, String(id))).toEqual(before);
  const current = await runPreflight(world, full);
  expect((await submit(world, id, current.digest))['state']).toBe('SUBMITTED');
});

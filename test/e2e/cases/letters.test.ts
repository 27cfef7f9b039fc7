// Letters of cases as the exchange brings them: again, too late, or without sense. Whatever comes is applied or refused
// under the addressee's seal, and keeps nothing that comes after it.
import { expect, it } from '@jest/globals';
import { forwarded, refusedMove } from '../../../scripts/demo/journeys.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { toSealed } from '../../../subgraphs/province/exchange/chain-rows.js';
import type { OutboxRow } from '../../../subgraphs/province/exchange/exchange.entity.js';
import {
  caseIn,
  caseOfLeg,
  command,
  type Data,
  DAY_MS,
  officerOf,
  playTo,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { INSPECTOR } from '../../support/cases/hand-in.js';

const receiptOf = ({ receipt }: OutboxRow): unknown => JSON.parse(receipt ?? 'null');
const payloadOf = ({ payload }: OutboxRow): Json => JSON.parse(payload) as Json;

const findSent = async (world: CaseWorld, from: string, event: string): Promise<OutboxRow> => {
  const row = (await world.sent(from)).find((sent) => sent.event === event);
  if (row === undefined) throw new Error(`${from} sent no ${event}.`);
  return row;
};

const casesIn = async (world: CaseWorld, province: string): Promise<readonly Data[]> => {
  const query = 'query ($province: ID!) { cases(provinces: [$province], first: 100) { nodes { id } } }';
  return ((await world.ask(query, { province }))['cases'] as { readonly nodes: readonly Data[] }).nodes;
};

it('applies a letter once, however often it comes, and answers with the same receipt', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  await playTo(world, forwarded, 7);
  await world.deliverAll();
  const row = await findSent(world, 'GD', 'caseForwarded');
  const before = await casesIn(world, 'HN');
  const envelope = toSealed(row);
  if (envelope === undefined) throw new Error('It has been sent, and so sealed.');

  const again = await world.network
    .doorOf('GD')
    .deliver('HN', { envelope, receipt: null }, new AbortController().signal);

  expect(again).toEqual({ status: 'receipt', duplicate: true, receipt: receiptOf(row) });
  expect(await casesIn(world, 'HN')).toEqual(before);
});

it('takes a handoff that is repeated for the same one, and alerts at the third time', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 7);
  const before = await casesIn(world, 'HN');
  for (let tries = 0; tries < 3; tries += 1) {
    world.clock.advance(4 * DAY_MS); // longer than a weekend
    expect(await world.sweep('GD')).toBe(1);
    await world.deliverAll();
  }
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const caseId = await caseOfLeg(world, `HN:Leg:${played.collaborationNo}.handle`);
  await command(world, 'acknowledgeHandoff', { caseId, actor: officer, idempotencyKey: 'a' });
  await world.deliverAll();
  const { log, legs } = await see(world, caseIn(played, 'GD'));

  expect(await casesIn(world, 'HN')).toEqual(before);
  expect(legs).toContainEqual({ name: 'receive', state: 'HANDED_OVER', told: false });
  const tries = log.filter(({ event }) => event === 'resendHandoff');
  expect(tries.map(({ alerts }) => alerts)).toEqual([[], [], ['R9']]);
});

it('refuses an answer to a handoff that is not open, though the case has come round to another', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const played = await playTo(world, forwarded, 12); // sent back once, and forwarded again
  const rejection = await findSent(world, 'HN', 'handoffRejected');
  const { handoffId } = payloadOf(rejection) as { readonly handoffId: string };
  const { collaborationNo } = played;
  const acknowledged = { ...(payloadOf(rejection) as Record<string, Json>), state: 'SUBMITTED', handoffId };

  const message = { collaborationNo, to: 'GD', event: 'handoffAcknowledged' };
  const ids = [
    await world.tell('HN', { ...message, payload: acknowledged }),
    await world.tell('HN', { ...message, payload: { ...acknowledged, handoffId: null } }),
  ];
  await world.deliverAll();
  const refused = (await world.sent('HN')).filter(({ id }) => ids.includes(id));

  expect(refused.map(receiptOf)).toMatchObject(ids.map(() => ({ result: 'REFUSED', code: 'HANDOFF_NOT_OPEN' })));
  expect((await see(world, caseIn(played, 'GD'))).legs).toContainEqual({
    ...{ name: 'receive', state: 'FORWARDED', told: false },
  });
});

it('refuses a letter of a province that takes no part', async () => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const played = await playTo(world, forwarded, 7);
  const { collaborationNo } = played;
  const payload = payloadOf(await findSent(world, 'GD', 'caseForwarded')) as Record<string, Json>;

  await world.tell('SC', { collaborationNo, to: 'GD', event: 'caseClosed', payload: { ...payload, leg: 'handle' } });
  await world.tell('SC', { collaborationNo, to: 'HN', event: 'caseForwarded', payload });
  await world.tell('SC', { collaborationNo: 'C-9', to: 'HN', event: 'caseForwarded', payload });
  await world.deliverAll();

  const codes = (await world.sent('SC')).map((row) => (receiptOf(row) as { readonly code: string }).code);
  expect(codes).toEqual(['NOT_A_PARTY', 'NOT_A_PARTY', 'NOT_A_PARTY']);
});

const readLeg = (world: CaseWorld, id: string): Promise<Data> =>
  world.ask(
    'query ($id: ID!) { leg(id: $id) { state result clock { name dueAt } receivedMaterials { lacking } log { event said } } }',
    { id },
    INSPECTOR,
  );

const oddities: readonly Json[] = [null, 7, '', 'constructor', true, [], {}, [null], [{}], { a: null }];

/** Every value of a payload replaced by an odd one, one after the other; the oddities take turns. */
function spoil(value: Json, rounds: number): readonly Json[] {
  let turn = 0;
  const at = (part: Json, put: (spoilt: Json) => Json): readonly Json[] => {
    const here = Array.from({ length: rounds }, () => put(oddities[turn++ % oddities.length] ?? null));
    if (part === null || typeof part !== 'object') return here;
    const inner = Array.isArray(part)
      ? (part as readonly Json[])
          .slice(0, 1)
          .flatMap((item) => at(item, (spoilt) => put([spoilt, ...(part as readonly Json[]).slice(1)])))
      : Object.entries(part as Record<string, Json>).flatMap(([key, item]) =>
          at(item, (spoilt) => put({ ...(part as Record<string, Json>), [key]: spoilt })),
        );
    return [...here, ...inner];
  };
  return at(value, (spoilt) => spoilt);
}

it.each([
  ['caseForwarded', forwarded, 7],
  ['legDispatched', refusedMove, 9],
] as const)(
  'answers every %s without sense with a signed receipt, and goes on with the next',
  async (event, journey, steps) => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const played = await playTo(world, journey, steps);
    await world.deliverAll();
    const payload = payloadOf(await findSent(world, 'GD', event));
    const spoilt = spoil(payload, 3);
    const { collaborationNo } = played;
    const state = await see(world, caseIn(played, 'GD'));

    for (const [index, each] of spoilt.entries())
      await world.tell('GD', { collaborationNo: `C-${index % 50}`, to: 'HN', event, payload: each });
    await world.deliverAll();
    const sent = (await world.sent('GD')).filter(
      (row) => row.event === event && row.collaboration_no !== collaborationNo,
    );

    expect(sent).toHaveLength(spoilt.length);
    expect(await world.unfinished('HN')).toEqual([]);
    expect(await world.unfinished('GD')).toEqual([]);
    expect(sent.filter((row) => receiptOf(row) === null)).toEqual([]);
    const codes = sent.map((row) => (receiptOf(row) as { readonly code: string | null }).code);
    expect(codes.filter((code) => code === 'LETTER_MALFORMED').length).toBeGreaterThan(spoilt.length / 4);
    expect(await see(world, caseIn(played, 'GD'))).toEqual(state);
    // What was taken all the same can be read.
    for (const { id } of await casesIn(world, 'HN')) await see(world, String(id));
    for (let index = 0; index < 50; index += 1) await readLeg(world, `HN:Leg:C-${index}.release`);
  },
);

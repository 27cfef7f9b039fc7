// Letters about cards that nobody honest writes: of strangers, and of who would rather have no card.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, transport } from '../../../scripts/demo/journeys.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { startClock } from '../../../subgraphs/province/shared/clock.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import type { SupervisionTables } from '../../../subgraphs/province/supervision/supervision.entity.js';
import { DAY_MS, playTo } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { alertsIn, settle } from '../../support/supervision/ask-alerts.js';

const all = ['GD', 'HN', 'SC'];
const policy = { reminderShare: 0, reminderLeft: 0, rectify: 99 };
const lastOf = (act: string): number => forwarded.steps.findLastIndex((step) => 'do' in step && step.do === act) + 1;

let world: CaseWorld;
let no = '';
beforeAll(async () => {
  world = await CaseWorld.open(all);
  ({ collaborationNo: no } = await playTo(world, forwarded, lastOf('acceptCase')));
  await settle(world, all);
});
afterAll(() => world[Symbol.asyncDispose]());

type Fields = Readonly<Record<string, Json>>;

const aHit = (card: Fields): Fields => ({
  ...{ rule: 'R6', occurrence: 'GD>SC/1/x', province: 'GD', leg: null, clockName: null, teller: 'SC' },
  ...{ parties: ['GD', 'SC'], basis: { clock: null, hitMs: 1_772_413_200_000, policy }, owned: null, ...card },
});

const aClock = (province: string): Json => {
  const limit = { value: 1, unit: 'WORKING_DAY' } as const;
  const clock = startClock({ province, startedAt: world.clock.nowMs(), limit, extensionAtMost: 0 });
  return JSON.parse(JSON.stringify(clock)) as Json;
};

/** What became of a letter: the code of its refusal, `applied`, or `waits`. */
async function tellOf(
  from: string,
  card: Fields,
  about: { readonly to?: string; readonly collaborationNo?: string } = {},
) {
  const message = { collaborationNo: no, to: 'GD', event: 'alertsTold', payload: { cards: [card] }, ...about };
  const id = await world.tell(from, message);
  await world.deliverAll();
  const receipt = (await world.sent(from)).find((sent) => sent.id === id)?.receipt ?? null;
  if (receipt === null) return 'waits';
  return (JSON.parse(receipt) as { readonly code?: string | null }).code ?? 'applied';
}

const cardsIn = (province: string) => alertsIn(world, province, no);

it('opens no card at the word of who is no party of the case, nor of a case that is not here', async () => {
  const clock = aClock('GD');
  const ofLeg = {
    rule: 'R2',
    leg: 'case',
    clockName: 'LEG',
    occurrence: 'case/LEG/x',
    basis: { clock, hitMs: null, policy },
  };
  const unknown = 'KS2026030244000000007777X';

  const told = [
    await tellOf('SC', aHit({})),
    await tellOf('SC', aHit({ rule: 'R9', occurrence: 'case/resendHandoff/9' })),
    await tellOf('SC', aHit(ofLeg)),
    await tellOf('SC', aHit({}), { collaborationNo: unknown }),
    await tellOf('SC', aHit({ province: 'SC', teller: 'SC' }), { collaborationNo: unknown }),
  ];
  await settle(world, all);

  expect(told).toEqual(Array.from({ length: 5 }, () => 'NOT_A_PARTY'));
  expect(await cardsIn('GD')).toEqual([]);
  const cards = world.seat('GD').orm.em.fork().getKysely<SupervisionTables>().selectFrom('supervision_card');
  expect(await cards.select('id').where('collaboration_no', '=', unknown).execute()).toEqual([]);
});

it('lets who has sealed two things neither state that card itself nor in the name of who finds it', async () => {
  const own = { province: 'HN', occurrence: 'HN>GD/1/other', parties: ['GD', 'HN'] };
  const far = { clock: null, hitMs: 4_102_444_800_000, policy };

  const itself = await tellOf('HN', aHit({ ...own, teller: 'HN', basis: far }));
  const beyond = await tellOf('HN', aHit({ ...own, teller: 'HN', basis: { ...far, hitMs: 9e15 } }));
  const found = { sender: 'HN', collaboration_no: no, seq: 1, entry_hash: 'other', kept_hash: 'kept' };
  const row = { ...found, envelope: '{}', found_at: new Date(world.clock.nowMs()).toISOString() };
  await world
    .seat('GD')
    .orm.em.fork()
    .getKysely<ExchangeTables>()
    .insertInto('exchange_conflict')
    .values(row)
    .execute();
  await settle(world, all);

  expect([itself, beyond]).toEqual(['NOT_THE_WATCHER', 'LETTER_MALFORMED']);
  expect(await cardsIn('GD')).toMatchObject([{ rule: 'R6', responsible: 'HN', state: 'RED' }]);
});

it('stands on what it has found itself, whoever stated the card before', async () => {
  const cards = world.seat('GD').orm.em.fork().getKysely<SupervisionTables>();
  const before = await cards
    .selectFrom('supervision_card')
    .selectAll()
    .where('rule', '=', 'R6')
    .executeTakeFirstOrThrow();
  const forged = { teller: 'HN', basis: toJson({ clock: null, hitMs: 4_102_444_800_000, policy }) };
  await cards.updateTable('supervision_card').set(forged).where('id', '=', before.id).execute();

  await world.supervise('GD');
  const after = await cards
    .selectFrom('supervision_card')
    .selectAll()
    .where('id', '=', before.id)
    .executeTakeFirstOrThrow();

  expect(after).toMatchObject({ teller: 'GD', basis: before.basis, parties: before.parties, state: 'RED' });
});

it('lets a letter wait that begins a card for another, and opens it only when that one has stated it', async () => {
  const inTheNameOfHunan = aHit({ occurrence: 'GD>HN/7/x', teller: 'HN', parties: ['GD', 'HN'] });
  const said = await tellOf('GD', inTheNameOfHunan, { to: 'HN' });

  expect(said).toBe('waits');
  expect((await cardsIn('HN')).map(({ responsible }) => responsible)).not.toContain('GD');
});

it('lets a leg of a joint case be stated by its lead alone, by the policy of the lead', async () => {
  await using joint = await CaseWorld.open(all);
  const upTo = transport.steps.findIndex((step) => 'do' in step && step.do === 'startLeg' && step.leg === 'approve-SC');
  const { collaborationNo } = await playTo(joint, transport, upTo + 1);
  const card = aHit({
    ...{ rule: 'R2', leg: 'approve-SC', clockName: 'LEG', occurrence: 'approve-SC/LEG/x', province: 'SC' },
    ...{ parties: ['GD', 'SC'], basis: { clock: aClock('SC'), hitMs: null, policy } },
  });
  const id = await joint.tell('SC', { collaborationNo, to: 'GD', event: 'alertsTold', payload: { cards: [card] } });
  await joint.deliverAll();
  const { receipt } = { ...(await joint.sent('SC')).find((sent) => sent.id === id) };
  joint.clock.advance(60 * DAY_MS);
  await settle(joint, all);
  const held = (await alertsIn(joint, 'GD', collaborationNo)).filter(({ responsible }) => responsible === 'SC');

  expect(JSON.parse(receipt ?? 'null')).toMatchObject({ result: 'REFUSED', code: 'NOT_THE_WATCHER' });
  expect(held).toMatchObject([{ rule: 'R2', level: 'RED' }]);
});

// Provinces that say what is not theirs to say: each such letter is refused, and nothing of it stays.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { toReceipt } from '../../../subgraphs/province/exchange/chain-rows.js';
import {
  ConsultationWorld,
  coordinatorOf,
  ITEM,
  officerIn,
  unitIn,
} from '../../support/consultations/consultation-world.js';

let world: ConsultationWorld;
beforeEach(async () => {
  world = await ConsultationWorld.open(['GD', 'HN', 'SC']);
});
afterEach(() => world[Symbol.asyncDispose]());

type Payload = Readonly<Record<string, Json>>;

/** The last letter of an event that a province has sent. */
async function last(code: string, event: string): Promise<{ readonly no: string; readonly payload: Payload }> {
  const row = (await world.cases.sent(code)).findLast((each) => each.event === event);
  if (row === undefined) throw new Error(`${code} has sent no ${event}.`);
  return { no: row.collaboration_no, payload: JSON.parse(row.payload) as Payload };
}

interface Said {
  readonly event: string;
  readonly no: string;
  readonly payload: Payload;
}

/** One province says something to another; gives why that one refuses it, null when it does not. */
async function say(from: string, to: string, { event, no, payload }: Said): Promise<string | null> {
  const id = await world.cases.tell(from, { collaborationNo: no, to, event, payload });
  await world.settle();
  const inbox = world.cases.seat(to).orm.em.fork().getKysely<ExchangeTables>().selectFrom('exchange_inbox');
  return toReceipt((await inbox.select('receipt').where('id', '=', id).executeTakeFirstOrThrow()).receipt).code;
}

async function inHunan(): Promise<string> {
  const here = await world.accepted();
  await world.command('transferConsultation', { id: here, to: 'HN', text: '属湖南' }, officerIn('GD'));
  await world.settle();
  await world.take(world.in('HN', here));
  await world.settle();
  return here;
}

it('believes of a thread only the province that has it', async () => {
  const here = await inHunan();
  const before = await world.see(here);
  const { no, payload } = await last('HN', 'consultationTold');

  const refusals = [
    await say('SC', 'GD', { event: 'consultationTold', no, payload }),
    await say('SC', 'GD', { event: 'consultationTold', no: 'ZX-1', payload }),
    await say('SC', 'GD', { event: 'consultationTold', no, payload: { ...payload, state: 'FINE' } }),
  ];

  expect(refusals).toEqual(['NOT_THE_HOLDER', 'THREAD_UNKNOWN', 'MALFORMED']);
  expect(await world.see(here)).toEqual(before);
});

const holderIn = (province: string) => ({ province, unit: 'COORDINATION' });
const handoff = (from: string, to: string, acknowledgedAt: number | null) => ({
  ...{ from: holderIn(from), to: holderIn(to), acknowledgedAt },
});

/** What is added to a list of handings over that cannot have been. */
const impossible: readonly (readonly [string, (at: number) => readonly Json[]])[] = [
  ['at the same instant as the one before', (at) => [handoff('HN', 'SC', at), handoff('SC', 'HN', at)]],
  ['by somebody who did not have it', (at) => [handoff('SC', 'HN', at + 1)]],
  ['to whom it was with', (at) => [handoff('HN', 'HN', at + 1)]],
  ['before the one before', (at) => [handoff('HN', 'SC', at + 9), handoff('SC', 'HN', at + 5)]],
  ['at no instant', () => [handoff('HN', 'SC', 8.65e15), handoff('SC', 'HN', 8.66e15)]],
];

it.each(impossible)('refuses every list with a handing over %s', async (_, added) => {
  const here = await inHunan();
  const before = await world.see(here);
  const { no, payload } = await last('HN', 'consultationTold');
  const ledger = payload['ledger'] as { readonly handoffs: readonly { readonly acknowledgedAt: number }[] };
  // Back in the hands of the coordinators, so that what is added begins with them.
  const at = Math.max(...ledger.handoffs.map(({ acknowledgedAt }) => acknowledgedAt)) + 1;
  const back = { ...(handoff('HN', 'HN', at) as object), from: { province: 'HN', unit: unitIn('HN') } } as Json;
  const more = (more: readonly Json[]): Payload => ({
    ...{ ...payload, version: Number(payload['version']) + 1 },
    ledger: { ...ledger, handoffs: [...(ledger.handoffs as unknown as readonly Json[]), back, ...more] },
  });

  expect(await say('HN', 'GD', { event: 'consultationTold', no, payload: more(added(at)) })).toBe('MALFORMED');
  expect(await world.see(here)).toEqual(before);
  expect(await say('HN', 'GD', { event: 'consultationTold', no, payload: more([]) })).toBeNull();
});

it('takes no thread over from a province that does not have it, nor one that it has', async () => {
  const here = await inHunan();
  const { no, payload } = await last('GD', 'consultationPassed');

  expect(await say('SC', 'HN', { event: 'consultationPassed', no, payload })).toBe('LEDGER_DIFFERS');
  expect(await say('GD', 'HN', { event: 'consultationPassed', no, payload })).toBe('ALREADY_HERE');
  // What was sealed for Hunan opens in no other province.
  const ledger = JSON.parse(JSON.stringify(payload['ledger']).replaceAll('"HN"', '"SC"')) as Json;
  expect(await say('GD', 'SC', { event: 'consultationPassed', no, payload: { ...payload, ledger } })).toBe('MALFORMED');
  expect((await world.see(world.in('HN', here), officerIn('HN')))?.state).toBe('ACCEPTED');
});

it('lets nobody but the province where it was asked speak for the asker', async () => {
  const here = await inHunan();
  await world.command('answerConsultation', { id: world.in('HN', here), text: '答。' }, officerIn('HN'));
  await world.settle();
  const { no } = await last('HN', 'consultationTold');
  const payload = { originId: here, act: 'confirm', sealed: null };

  expect(await say('SC', 'HN', { event: 'consultationActed', no, payload })).toBe('MALFORMED');
  expect(await say('GD', 'SC', { event: 'consultationActed', no, payload })).toBe('THREAD_UNKNOWN');
  expect(await say('GD', 'HN', { event: 'consultationActed', no, payload: { ...payload, act: 'decide' } })).toBe(
    'MALFORMED',
  );
  expect((await world.see(here))?.state).toBe('ANSWERED');
});

const limit = {
  ...{ province: 'GD', to: 'HN', standardItem: ITEM, kind: 'PROMISED_LIMIT', reason: '统一' },
  ...{ value: '17 WORKING_DAY', adoptedBy: ['GD', 'HN'], effectiveFrom: '2026-03-02' },
};

it('takes no text that the other province has not signed, and none that was changed', async () => {
  const { id } = await world.command('proposeAlignment', limit, coordinatorOf('GD'));
  await world.settle();
  const { no, payload } = await last('GD', 'alignmentProposed');
  const text = payload['text'] as Payload;
  const changed = { ...payload, text: { ...text, value: '99 WORKING_DAY' } };

  expect(await say('GD', 'SC', { event: 'alignmentProposed', no, payload: changed })).toBe('NOT_SIGNED');
  expect(await say('SC', 'HN', { event: 'alignmentProposed', no, payload })).toBe('NOT_SIGNED');
  expect(id).not.toBe('');
});

it('believes no decision of the state that its sender does not sign, and nothing else that adopts', async () => {
  const { id } = await world.command('proposeAlignment', limit, coordinatorOf('GD'));
  await world.settle();
  const there = world.in('HN', id);
  await world.command('escalateAlignment', { id: there, text: '无法一致' }, coordinatorOf('HN'));
  await world.settle();
  const proposed = (await last('GD', 'alignmentProposed')).payload;
  const { no, payload } = await last('HN', 'alignmentEnded');
  const forged = { ...payload, how: 'decide', isAdopted: true, order: 'order-7' };
  const copied = { ...(proposed['signature'] as Payload), province: 'HN', kid: 'HN-1' };
  const tell = (more: Payload) => say('HN', 'GD', { event: 'alignmentEnded', no, payload: { ...forged, ...more } });

  expect(await tell({})).toBe('NOT_SIGNED');
  expect(await tell({ signature: copied })).toBe('NOT_SIGNED');
  expect(await tell({ how: 'differ' })).toBe('MALFORMED');
  expect((await world.see(id, coordinatorOf('GD')))?.state).toBe('ESCALATED');
  const query = 'query ($id: ID!) { consultation(id: $id) { alignment { decidedBy } } }';
  expect(await world.cases.ask(query, { id }, coordinatorOf('GD'))).toEqual({ consultation: { alignment: null } });
});

it('is agreed with by a signature over the text that lies before both, and by whoever has the word', async () => {
  const { id } = await world.command('proposeAlignment', limit, coordinatorOf('GD'));
  await world.settle();
  const proposed = await last('GD', 'alignmentProposed');
  const { no } = proposed;
  const hash = (
    await world.cases.ask(
      'query ($id: ID!) { consultation(id: $id) { proposals { hash } } }',
      { id },
      coordinatorOf('GD'),
    )
  )['consultation'] as { readonly proposals: readonly { readonly hash: string }[] };
  const theirs = { ...(proposed.payload['signature'] as Payload), province: 'HN', kid: 'HN-1' };
  const ended = {
    ...{ originId: id, how: 'agree', hash: hash.proposals[0]?.hash ?? '', signature: theirs },
    ...{ sealed: null, isAdopted: false, order: null },
  };

  expect(await say('HN', 'GD', { event: 'alignmentEnded', no, payload: ended })).toBe('NOT_SIGNED');
  expect(await say('HN', 'GD', { event: 'alignmentEnded', no, payload: { ...ended, hash: 'x' } })).toBe('ANOTHER_TEXT');
  expect(await say('GD', 'HN', { event: 'alignmentEnded', no, payload: ended })).toBe('OUT_OF_TURN');
  expect((await world.see(id, coordinatorOf('GD')))?.state).toBe('NEGOTIATING');
});

// Evidence when things go wrong: answers that belong elsewhere, letters that come twice or not at all, a province that
// dies between any two steps of a release.
import { expect, it } from '@jest/globals';
import type { EvidenceTables } from '../../../subgraphs/province/evidence/evidence.entity.js';
import type { Question } from '../../../subgraphs/province/evidence/question.rules.js';
import { releaseDue, sweepEvidence } from '../../../subgraphs/province/evidence/index.js';
import { aGrant, agree, EvidenceWorld, LAW, TYPE } from '../../support/evidence/evidence-world.js';

const HOUR_MS = 3_600_000;

const questionOf = async (
  world: EvidenceWorld,
  id: string,
): Promise<{ readonly hash: string; readonly question: Question }> => {
  const requests = world.cases.seat('GD').orm.em.getKysely<EvidenceTables>().selectFrom('evidence_request').selectAll();
  const row = await requests.where('id', '=', id).executeTakeFirstOrThrow();
  return { hash: row.request_hash, question: JSON.parse(String(row.question)) as Question };
};

/** Hunan, or whoever pretends to be it, answers whatever it likes. */
async function answer(
  world: EvidenceWorld,
  id: string,
  {
    from = 'HN',
    ...changes
  }: Readonly<Record<string, unknown>> & { readonly from?: string; readonly collaborationNo?: string } = {},
): Promise<string | null> {
  const { hash, question } = await questionOf(world, id);
  const { collaborationNo = question.collaborationNo } = changes as { readonly collaborationNo?: string };
  const link = { collaborationNo: question.collaborationNo, from, to: 'GD' };
  const content = {
    ...{ version: 1, requestHash: hash, subject: question.subject, type: TYPE, licence: '1.2.156', grade: 'A' },
    ...{
      fields: [],
      validTo: null,
      source: { province: 'HN', authority: 'HN' },
      lastUpdated: '2026-01-01',
      copy: null,
    },
    ...(changes['content'] as object | undefined),
  };
  const sealed = await world.cases.seat(from).exchange.desk.letters.seal(JSON.stringify(content), link);
  const payload = { requestId: id, requestHash: changes['requestHash'] ?? hash, content: changes['sealed'] ?? sealed };
  const envelope = await world.cases.tell(from, {
    ...{ collaborationNo, to: 'GD', event: 'evidenceProvided' },
    payload: JSON.parse(JSON.stringify(payload)) as never,
  });
  await world.cases.deliverAll();
  const sent = (await world.cases.sent(from)).find((row) => row.id === envelope);
  return (JSON.parse(String(sent?.receipt)) as { readonly code: string | null }).code;
}

it('uses no answer that is bound to another request, is about another person, or cannot be opened', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  const [one, other] = [await world.request(), await world.request()];
  await world.settle();
  const { hash } = await questionOf(world, other.id);

  expect(await answer(world, one.id, { content: { requestHash: hash } })).toBe('REQUEST_DIFFERS');
  expect(await answer(world, one.id, { requestHash: hash })).toBe('REQUEST_DIFFERS');
  expect(await answer(world, one.id, { content: { subject: 'x'.repeat(43) } })).toBe('ANSWER_ABOUT_ANOTHER');
  expect(await answer(world, one.id, { content: { type: 'identity-card' } })).toBe('REQUEST_DIFFERS');
  expect(await answer(world, one.id, { sealed: 'a.b.c.d.e' })).toBe('ANSWER_UNREADABLE');
  expect(await answer(world, one.id, { content: { grade: 'D' } })).toBe('ANSWER_UNREADABLE');
  expect(await answer(world, 'GD:EvidenceRequest:none'.replace('none', one.id.split(':')[2] ?? ''))).toBeNull();
  expect(await world.see(one.id)).toMatchObject({ state: 'RECEIVED' });
  expect(await world.see(other.id)).toMatchObject({ state: 'PREVIEW_PENDING' });
});

it('takes no word and no answer of a province that was not asked, nor in another collaboration', async () => {
  await using world = await EvidenceWorld.open([aGrant()], ['GD', 'HN', 'SC']);
  await world.issue();
  const { id } = await world.request();
  await world.settle();
  const told = { requestId: id, event: 'decline', rule: null, explanation: null, until: null };
  const { question } = await questionOf(world, id);

  expect(await answer(world, id, { from: 'SC' })).toBe('REQUEST_UNKNOWN');
  expect(await answer(world, id, { collaborationNo: 'KS20260302430000000000017' })).toBe('REQUEST_UNKNOWN');
  await world.cases.tell('SC', { ...question, to: 'GD', event: 'evidenceTold', payload: told });
  await world.cases.deliverAll();
  expect(await world.see(id)).toMatchObject({ state: 'PREVIEW_PENDING' });
});

it('ends both sides when an answer is refused', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  const { id, previewId } = await world.opened();
  const requests = world.cases.seat('GD').orm.em.getKysely<EvidenceTables>().updateTable('evidence_request');
  await requests
    .set({ request_hash: 'f'.repeat(64) })
    .where('id', '=', id)
    .execute();

  await world.act('approveEvidence', previewId);
  await world.settle();

  expect(await world.see(id)).toMatchObject({ state: 'FAILED', refusal: { code: 'INVALID', rule: 'REQUEST_DIFFERS' } });
  expect(await world.preview(previewId)).toMatchObject({ state: 'FAILED' });
});

it('refuses a question that is none, or that another province could not ask', async () => {
  await using world = await EvidenceWorld.open();
  const made = await world.request();
  const { question } = await questionOf(world, made.id);
  await world.cases.deliverAll();
  const ask = async (payload: object, collaborationNo = question.collaborationNo) => {
    const envelope = await world.cases.tell('GD', {
      collaborationNo,
      to: 'HN',
      event: 'evidenceRequested',
      payload: payload as never,
    });
    await world.cases.deliverAll();
    const sent = (await world.cases.sent('GD')).find((row) => row.id === envelope);
    return (JSON.parse(String(sent?.receipt)) as { readonly code: string | null }).code;
  };
  const fresh = { ...question, requestId: 'GD:EvidenceRequest:fresh' };

  expect(await ask({ ...fresh, subject: 'somebody' })).toBe('REQUEST_MALFORMED');
  expect(await ask({ ...fresh, provider: 'SC' })).toBe('REQUEST_MALFORMED');
  expect(await ask({ ...fresh, requester: 'SC' })).toBe('REQUEST_MALFORMED');
  expect(await ask(fresh, 'KS20260302430000000000017')).toBe('REQUEST_MALFORMED');
  expect(await ask(question)).toBe('KEY_REUSED');
});

it('has the entry in the trail whenever something was sent, wherever the process died', async () => {
  await using world = await EvidenceWorld.openAccepted();
  await world.issue();
  let [released, isAlive] = [0, false];
  for (let statements = 0; !isAlive; statements += 1) {
    const { id } = await world.request({ basis: LAW }, world.officer);
    await world.cases.deliverAll();
    const before = (await world.trail('HN')).length;
    world.cases.killAfter('HN', statements);
    isAlive = await releaseDue(world.place('HN')).then(
      () => true,
      () => false,
    );
    world.cases.revive('HN');

    const provided = (await world.cases.sent('HN')).filter(({ event }) => event === 'evidenceProvided').length;
    const entered = (await world.trail('HN')).length - before;
    expect([statements, entered]).toEqual([statements, provided > released || entered > 0 ? 1 : 0]);

    world.cases.clock.advance(60_000); // what a dead process has begun, another one takes up after its lease
    await world.settle();
    expect(await world.see(id, world.officer)).toMatchObject({ state: 'RECEIVED' });
    released += 1;
  }
  expect(released).toBeGreaterThan(10);
});

it('releases nothing while the trail cannot be written, and does when it can', async () => {
  await using world = await EvidenceWorld.openAccepted();
  await world.issue();
  const { id } = await world.request({ basis: LAW }, world.officer);
  await world.cases.deliverAll();
  const { schema } = world.cases.seat('HN').orm.em.getKysely();
  await schema.alterTable('access_entry').renameTo('lost').execute();

  await expect(releaseDue(world.place('HN'))).rejects.toThrow();
  await world.cases.deliverAll();
  const before = await world.see(id, world.officer);
  await schema.alterTable('lost').renameTo('access_entry').execute();
  world.cases.clock.advance(60_000);
  await world.settle();

  expect(before).toMatchObject({ state: 'MATCHING' });
  expect(await world.see(id, world.officer)).toMatchObject({ state: 'RECEIVED' });
});

it('gives up after 72 hours, and calls the question back', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  world.cases.network.weather = { isStormy: false, cut: new Set(['GD>HN']) };
  const { id } = await world.request();
  await world.cases.deliverAll();

  world.cases.clock.advance(72 * HOUR_MS);
  await sweepEvidence(world.place('GD'));
  const givenUp = await world.see(id);
  world.cases.network.weather = { isStormy: false, cut: new Set() };
  world.cases.clock.advance(HOUR_MS);
  await world.settle();

  expect(givenUp).toMatchObject({ state: 'FAILED', refusal: { code: 'TIMEOUT', rule: 'NOT_ANSWERED' } });
  expect(await world.cases.sent('HN')).toEqual([]);
  expect(await world.trail('HN')).toEqual([]);
  expect((await world.cases.sent('GD')).map(({ receipt }) => JSON.parse(String(receipt)) as object)).toMatchObject([
    { result: 'REFUSED', code: 'NOT_ANSWERED' },
    { result: 'REFUSED', code: 'ALREADY_REFUSED' },
  ]);
});

it('asks for no preview any more when whoever asked has given up', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  const { id } = await world.request();
  await world.cases.deliverAll();
  const requests = world.cases.seat('GD').orm.em.getKysely<EvidenceTables>().updateTable('evidence_request');
  await requests.set({ state: 'FAILED' }).where('id', '=', id).execute();
  await world.cases.tell('HN', {
    ...(await questionOf(world, id)).question,
    to: 'GD',
    event: 'evidenceTold',
    payload: toldPreview(id),
  });
  await world.cases.deliverAll();

  expect(await world.preview(id.replace('GD:EvidenceRequest', 'HN:EvidencePreview'))).toMatchObject({
    state: 'FAILED',
  });
});

const toldPreview = (requestId: string) => ({
  ...{ requestId, event: 'askPreview', rule: null, explanation: null, until: null },
});

it('is asked and given once, whatever the network repeats, delays and loses', async () => {
  await using world = await EvidenceWorld.openAccepted();
  await world.issue();
  world.cases.network.weather = { isStormy: true, cut: new Set() };
  const { id } = await world.request({ basis: LAW }, world.officer);

  for (let rounds = 0; rounds < 200; rounds += 1) {
    world.cases.clock.advance(60_000);
    await world.settle().catch(() => undefined);
    await world.cases.network.deliverLate(2);
    if ((await world.see(id, world.officer))?.state === 'RECEIVED') break;
  }

  expect(await world.see(id, world.officer)).toMatchObject({ state: 'RECEIVED' });
  expect(await world.trail('HN')).toHaveLength(1);
  expect((await world.cases.sent('HN')).filter(({ event }) => event === 'evidenceProvided')).toHaveLength(1);
});

it('is denied at the release when the agreement was suspended meanwhile', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  const { id, previewId } = await world.opened();

  await agree(world.cases, [aGrant({ types: ['identity-card'] })], { version: 2 });
  await world.act('approveEvidence', previewId);
  await world.settle();

  expect(await world.see(id)).toMatchObject({ state: 'DENIED', refusal: { code: 'NOT_AUTHORISED' } });
});

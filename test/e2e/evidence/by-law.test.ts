// Evidence without a preview, because a law says so: what it rests on, who asks, and from when on.
import { expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { command, DAY_MS, fullDraft, see } from '../../support/cases/ask-case.js';
import { aGrant, DOCUMENT, EvidenceWorld, ITEM, LAW, MATERIAL } from '../../support/evidence/evidence-world.js';

const eventsOf = (seen: { readonly steps: readonly { readonly event: string }[] } | null): readonly string[] =>
  seen?.steps.map(({ event }) => event) ?? [];

/** A clerk of the unit that will have the case files it for the applicant, on a mandate that nobody has seen. */
async function fileOnMandate(world: EvidenceWorld, clerk: Asker, isWhole: boolean): Promise<string> {
  const { materials, conditions } = await fullDraft(world.cases, 'GD', ITEM);
  const { type: documentType, number: documentNumber } = DOCUMENT;
  const drafted = await command(world.cases, 'draftCase', {
    ...{ province: 'GD', applicantProvince: 'HN', applicantKind: 'NATURAL_PERSON', channel: 'WINDOW' },
    ...{ realName: true, consent: true, mode: 'FULLY_ONLINE', standardItem: `CN:StandardItem:${ITEM}` },
    materials: materials.filter(({ name }) => isWhole || name !== MATERIAL),
    applicant: { name: '李明', documentType, documentNumber },
    ...{ conditions, mandate: 'W-1', actor: clerk, idempotencyKey: `draft ${isWhole}` },
  });
  const caseId = String(drafted['id']);
  await command(world.cases, 'submitCase', { caseId, actor: clerk, idempotencyKey: `submit ${isWhole}` });
  return caseId;
}

it('goes by law without a preview, and is in the trail all the same', async () => {
  await using world = await EvidenceWorld.openAccepted();
  await world.issue();

  const made = await world.request({ basis: LAW }, world.officer);
  await world.settle();
  const seen = await world.see(made.id, world.officer);

  expect(eventsOf(seen)).toEqual(['invokeLaw', 'authorise', 'send', 'take', 'receive']);
  expect(await world.trail('HN')).toMatchObject([
    { basis: 'LAW', reader_subject: 'officer-1', reader_role: 'officer', purpose: 'EVIDENCE' },
  ]);
  expect((await world.trail('HN'))[0]?.basis_text).toContain('道路运输条例第九条');
});

it('needs by law an article of the list, and an officer of the unit that has the case', async () => {
  await using world = await EvidenceWorld.openAccepted();
  const other = { ...world.officer, unit: 'OTHER' };
  const elsewhere = { ...world.officer, province: 'HN' };

  expect(await world.request({ basis: { law: '民法典', article: '第一条' } }, world.officer)).toMatchObject({
    ...{ code: 'INVALID', rule: 'BASIS_MISSING' },
  });
  expect(await world.request({ basis: LAW }, other)).toMatchObject({ rule: 'NOT_OF_THE_UNIT' });
  expect(await world.request({ basis: LAW }, elsewhere)).toMatchObject({ rule: 'NOT_OF_THE_UNIT' });
  expect(await world.request({ basis: LAW })).toMatchObject({ rule: 'NOT_OF_THE_UNIT' });
  expect(await world.cases.sent('GD')).toEqual([]);
});

it('waits by law until the case is accepted, or counts as accepted; the applicant may ask for his draft', async () => {
  await using world = await EvidenceWorld.open([aGrant()], ['GD', 'HN'], 'DRAFT');
  await world.issue();
  const ask = () => world.request({ basis: LAW }, world.officer);

  const early = await ask();
  const explicit = await world.request();
  await world.submit();
  const submitted = [await ask(), await world.request({ basis: LAW }, { ...world.officer, role: 'clerk' })];
  world.cases.clock.advance(8 * DAY_MS);
  await world.cases.sweep('GD');
  const late = await ask();

  expect(early).toMatchObject({ code: 'INVALID', rule: 'NOT_ACCEPTED' });
  expect(submitted).toMatchObject([{ rule: 'NOT_ACCEPTED' }, { rule: 'NOT_ACCEPTED' }]);
  expect([explicit.state, late.state]).toEqual(['SENT', 'SENT']);
  expect(await world.cases.sent('GD')).toHaveLength(2);
});

it('is not had by law by a unit of what it has filed on a mandate itself, until an officer has acted in it', async () => {
  await using world = await EvidenceWorld.open();
  await world.issue();
  const clerk: Asker = { ...world.officer, subject: 'clerk-1', role: 'clerk' };
  const filed = await Promise.all([true, false].map((isWhole) => fileOnMandate(world, clerk, isWhole)));
  const [accepted = '', silent = ''] = filed;
  const ask = (caseId: string, asker: Asker) => world.request({ basis: LAW, caseId }, asker);

  const submitted = await ask(accepted, clerk);
  await command(world.cases, 'acceptCase', { caseId: accepted, actor: world.officer, idempotencyKey: 'accept' });
  world.cases.clock.advance(8 * DAY_MS);
  await world.cases.sweep('GD');

  expect(submitted).toMatchObject({ rule: 'NOT_ACCEPTED' });
  expect(await see(world.cases, silent)).toMatchObject({ state: 'ACCEPTED', deemedAccepted: true });
  expect(await ask(silent, clerk)).toMatchObject({ rule: 'NOT_ACCEPTED' });
  expect(await ask(silent, world.officer)).toMatchObject({ rule: 'NOT_ACCEPTED' });
  const step = { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } };
  await command(world.cases, 'startReview', { caseId: silent, step, actor: world.officer, idempotencyKey: 'begin' });
  expect(await ask(silent, clerk)).toMatchObject({ state: 'SENT' });
  expect(await ask(accepted, world.officer)).toMatchObject({ state: 'SENT' });
});

// Who may ask for evidence, see it and use it; and what becomes of it.
import { describe, expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { aGrant, DOCUMENT, EvidenceWorld, MATERIAL } from '../../support/evidence/evidence-world.js';

const MINUTE_MS = 60_000;

describe('who may', () => {
  it('asks for his own case only, for what it needs, and of another province', async () => {
    await using world = await EvidenceWorld.open();
    const unknown = { subject: 'nobody', role: 'citizen' } as const;

    expect(await world.request({}, world.stranger)).toMatchObject({ code: 'SUBJECT_MISMATCH' });
    expect(await world.request({}, unknown)).toMatchObject({ code: 'AUTHENTICATION' });
    expect(await world.request({ type: 'marriage-certificate' })).toMatchObject({
      code: 'INVALID',
      rule: 'NOT_NEEDED',
    });
    expect(await world.request({ type: 'toString' })).toMatchObject({ code: 'UNSUPPORTED', rule: 'TYPE_UNKNOWN' });
    expect(await world.request({ provider: 'GD' })).toMatchObject({ rule: 'PROVIDER_IS_OWN' });
    expect(await world.request({ provider: 'ZZ' })).toMatchObject({ rule: 'NOT_PROVIDED' });
    expect(await world.request({ caseId: 'GD:Case:none' })).toMatchObject({ code: 'UNRESOLVED_REF' });
    expect(await world.cases.sent('GD')).toEqual([]);
  });

  it('sees a preview only of himself, and a request only of his case', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id, previewId } = await world.opened();
    const otherUnit = { ...world.officer, unit: 'OTHER' };

    expect(await world.preview(previewId, world.stranger)).toBeNull();
    expect(await world.act('approveEvidence', previewId, world.stranger)).toMatchObject({ rule: 'NOT_THE_SUBJECT' });
    expect(await world.act('declineEvidence', previewId, world.stranger)).toMatchObject({ rule: 'NOT_THE_SUBJECT' });
    expect(await world.act('openEvidencePreview', 'HN:EvidencePreview:none')).toMatchObject({
      rule: 'NOT_THE_SUBJECT',
    });
    expect(await world.see(id, world.stranger)).toBeNull();
    expect(await world.see(id, otherUnit)).toBeNull();
    expect(await world.see(id, world.officer)).not.toBeNull();
    await expect(world.preview(previewId, world.officer)).rejects.toThrow(/previewEvidence/);
  });

  it('sees nothing of what its applicant has asked for a draft, as the unit that will have it', async () => {
    await using world = await EvidenceWorld.open([aGrant()], ['GD', 'HN'], 'DRAFT');
    await world.issue();
    const { id } = await world.received();
    const look = async () => [await world.see(id, world.officer), await world.read(id, world.officer)];

    const before = [...(await look()), (await world.use(id))['rule']];
    await world.submit();
    const [request, document] = await look();

    expect(before).toEqual([null, null, 'REQUEST_UNKNOWN']);
    expect([request, document]).toEqual([expect.objectContaining({ id }), expect.objectContaining({ grade: 'A' })]);
  });

  it('reads and uses what was received only for the unit that has the case, and for a stated purpose', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id } = await world.received();
    const purposeless: Asker = { ...world.officer, purpose: undefined };

    await expect(world.read(id, purposeless)).rejects.toThrow(/purpose/i);
    for (const reference of ['GD:Case:none', `${world.caseId}0`]) {
      const elsewhere: Asker = { ...world.officer, purpose: { code: 'EVIDENCE', reference } };
      await expect(world.read(id, elsewhere)).rejects.toThrow(/purpose/i);
    }
    expect(await world.read(id, { ...world.officer, unit: 'OTHER' })).toBeNull();
    const others = await world.use(id, MATERIAL, { ...world.officer, unit: 'OTHER' });
    expect(others).toMatchObject({ rule: 'REQUEST_UNKNOWN' });
    expect(await world.use('GD:EvidenceRequest:none', MATERIAL)).toEqual(others);
    expect(await world.use(id, '居民身份证')).toMatchObject({ rule: 'NOT_NEEDED' });
    expect(await world.trail('GD')).toEqual([]);
  });
});

describe('what is used', () => {
  it('is a piece of grade A of the case, which closes the gap', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const gaps = async () => {
      const rows = world.cases.seat('GD').orm.em.getKysely<{ case_file: { gaps: string } }>().selectFrom('case_file');
      return (await rows.select('gaps').executeTakeFirstOrThrow()).gaps;
    };
    const { id } = await world.received();
    const before = await gaps();

    await world.use(id);
    const again = await world.use(id);

    expect(before).toContain(MATERIAL);
    expect(await gaps()).not.toContain(MATERIAL);
    expect(again).toMatchObject({ state: 'USED' });
    const { case: seen } = await world.cases.ask('query ($id: ID!) { case(id: $id) { materials { name received } } }', {
      id: world.caseId,
    });
    expect(seen).toMatchObject({ materials: expect.arrayContaining([{ name: MATERIAL, received: true }]) as unknown });
  });

  it('is erased when its time is over, and then what the request says of the person', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id } = await world.received();
    const year = 365 * 24 * 60 * MINUTE_MS;

    await world.pass(year);
    const expired = await world.see(id);
    const rows = () =>
      world.cases
        .seat('GD')
        .orm.em.getKysely<{ evidence_request: object }>()
        .selectFrom('evidence_request')
        .selectAll()
        .execute();
    const kept = await rows();
    await world.pass(year);

    expect(expired).toMatchObject({ state: 'EXPIRED' });
    expect(kept).toMatchObject([{ content: null }]);
    expect(await rows()).toMatchObject([{ state: 'ERASED', question: null }]);
    expect(JSON.stringify(await rows())).not.toContain(world.personOf(DOCUMENT));
  });
});

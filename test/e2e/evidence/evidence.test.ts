// A case in Guangdong gets a proof that Hunan holds: by explicit request with a preview; and every way in which
// it does not get it.
import { describe, expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { anAgreement, unsigned } from '../../support/agreements/an-agreement.js';
import { aGrant, EvidenceWorld, ITEM, MATERIAL, OTHER, TYPE } from '../../support/evidence/evidence-world.js';

const MINUTE_MS = 60_000;

const eventsOf = (seen: { readonly steps: readonly { readonly event: string }[] } | null): readonly string[] =>
  seen?.steps.map(({ event }) => event) ?? [];

describe('an explicit request', () => {
  it('is previewed by the applicant in clear, released with his approval, read by the officer and used', async () => {
    await using world = await EvidenceWorld.open();
    const licence = await world.issue();

    const made = await world.request();
    await world.settle();
    const pending = await world.see(made.id);
    const hidden = await world.preview(pending?.previewId);
    const opened = await world.act('openEvidencePreview', pending?.previewId);
    const approved = await world.act('approveEvidence', pending?.previewId);
    await world.settle();
    const received = await world.see(made.id);
    const read = await world.read(made.id, world.officer);
    const used = await world.use(made.id);

    expect(made).toMatchObject({ state: 'SENT', refusal: null });
    expect(pending).toMatchObject({ state: 'PREVIEW_PENDING', previewUntil: '2026-03-02T01:15:00.000Z' });
    expect(hidden).toMatchObject({ state: 'PREVIEW_PENDING', document: null, requester: { code: 'GD' } });
    expect(opened).toMatchObject({ state: 'PREVIEW_OPENED', dueAt: '2026-03-02T01:40:00.000Z' });
    expect(opened['document']).toMatchObject({ licence, copy: null });
    expect(approved).toMatchObject({ state: 'PROVIDED', document: null });
    expect(eventsOf(received)).toEqual(['requestExplicitly', 'authorise', 'send', 'take', 'askPreview', 'receive']);
    expect(read).toMatchObject({ licence, grade: 'A', source: { code: 'HN' } });
    expect(read?.['fields']).toContainEqual({ name: '持证主体', value: '李明' });
    expect(read?.['copy']).toMatchObject({ cause: `${ITEM} ${world.caseId}` });
    expect(used).toMatchObject({ state: 'USED', usedFor: MATERIAL });
    expect((await world.preview(pending?.previewId))?.['state']).toBe('RECEIVED');
  });

  it('stands in the trail of the person: at Hunan before the release, at Guangdong with every look', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();

    const { id } = await world.received();
    await world.read(id, world.officer);

    const [preview, release, ...none] = await world.trail('HN');
    expect(none).toEqual([]);
    expect(preview).toMatchObject({ basis: 'OWN', reader_subject: 'applicant', purpose: 'OWN_AFFAIRS' });
    expect(release).toMatchObject({
      ...{ basis: 'AGREEMENT', purpose: 'EVIDENCE', purpose_reference: id, case_id: world.caseId },
      ...{ reader_province: 'GD', reader_unit: world.unit, classes: '["EVIDENCE","LICENCE"]' },
    });
    expect(release?.basis_text).toContain('GD-HN-1 v1 §7.1');
    expect(await world.trail('GD')).toMatchObject([
      { basis: 'AGREEMENT', reader_subject: 'officer-1', classes: '["EVIDENCE"]', case_id: world.caseId },
    ]);
  });

  it('leaves a copy of the licence at Hunan, for the case and until when the answer says; a preview leaves none', async () => {
    await using world = await EvidenceWorld.open();
    const identifier = await world.issue();
    const copies = () => world.hunan.selectFrom('annotated_copy').selectAll().execute();

    const { id, previewId } = await world.opened();
    const before = await copies();
    await world.act('approveEvidence', previewId);
    await world.settle();
    const read = await world.read(id, world.officer);

    const { cause, expires } = read?.['copy'] as { readonly cause: string; readonly expires: string };
    const [copy, ...others] = await copies();
    expect([before, others]).toEqual([[], []]);
    expect(copy).toMatchObject({ cause, expires_at: expires, case_id: world.caseId });
    expect(JSON.parse(String(copy?.creator))).toEqual({ role: 'officer', province: 'GD', unit: world.unit });
    const licence = world.hunan.selectFrom('licence').select('id').where('identifier', '=', identifier);
    expect(copy?.licence_id).toBe((await licence.executeTakeFirstOrThrow()).id);
  });

  it('says what the copy is for to those whom it concerns, and to whoever verifies it only until when it counts', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    await world.received();
    const { id, expires_at: expiresAt } = await world.hunan
      .selectFrom('annotated_copy')
      .selectAll()
      .executeTakeFirstOrThrow();
    const query = 'query ($id: ID!) { annotatedCopy(id: $id) { state watermark cause caseId expiresAt } }';
    const look = async (asker?: Asker) => (await world.cases.ask(query, { id }, asker))['annotatedCopy'];
    const ordered = { code: 'SUPERVISION', reference: 'order-12' } as const;
    const supervisor: Asker = { subject: 's', role: 'supervisor', purpose: ordered };
    const others: readonly (Asker | undefined)[] = [
      ...[undefined, world.stranger, { ...world.officer, unit: 'OTHER' }, { ...world.officer, province: 'HN' }],
      { ...supervisor, purpose: undefined },
    ];

    const shown = await Promise.all([world.applicant, world.officer, supervisor].map(look));
    const covered = await Promise.all(others.map(look));

    const cause = `${ITEM} ${world.caseId}`;
    const watermark = expect.stringContaining(cause) as unknown;
    for (const seen of shown) expect(seen).toMatchObject({ state: 'COUNTS', cause, caseId: world.caseId, watermark });
    const until = { state: 'COUNTS', expiresAt, cause: null, caseId: null };
    const day = /，有效期至(.*)$/.exec((shown[0] as { readonly watermark: string }).watermark)?.[1] ?? 'none';
    for (const seen of covered) expect(seen).toEqual({ ...until, watermark: `仅用于指定办件，有效期至${day}` });
  });

  it('leaves nothing personal in clear in what is stored and sent on the way', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();

    await world.received();

    for (const code of ['GD', 'HN']) {
      const tables = world.cases.seat(code).orm.em.getKysely<Readonly<Record<string, object>>>();
      const names = ['evidence_request', 'evidence_supply', 'evidence_log', 'exchange_outbox', 'exchange_inbox'];
      const rows = await Promise.all(names.map((name) => tables.selectFrom(name).selectAll().execute()));
      expect(JSON.stringify(rows)).not.toMatch(/李明|19900101|C1"/);
    }
  });

  it('that is declined gives nothing, and says so', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id, previewId } = await world.opened();

    const declined = await world.act('declineEvidence', previewId);
    await world.settle();
    const after = await world.act('approveEvidence', previewId);

    expect(declined).toMatchObject({ state: 'DECLINED' });
    expect(await world.see(id)).toMatchObject({ state: 'DECLINED' });
    expect(after).toMatchObject({ code: 'BAD_QUERY', rule: 'STEP_OUT_OF_TURN' });
    expect((await world.trail('HN')).map(({ basis }) => basis)).toEqual(['OWN']);
  });

  it('is not released before the applicant has looked', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const made = await world.request();
    await world.settle();
    const previewId = (await world.see(made.id))?.previewId;

    expect(await world.act('approveEvidence', previewId)).toMatchObject({ code: 'PREVIEW_REQUIRED' });
    expect(await world.trail('HN')).toEqual([]);
  });

  it('expires when nobody opens it in 15 minutes, and when nobody decides in 40', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const unopened = await world.request();
    await world.settle();
    await world.pass(15 * MINUTE_MS - 1);
    const before = await world.see(unopened.id);
    await world.pass(1);
    const undecided = await world.opened();
    await world.pass(20 * MINUTE_MS);
    await world.act('openEvidencePreview', undecided.previewId); // no more time for looking twice
    await world.pass(20 * MINUTE_MS);

    expect(before).toMatchObject({ state: 'PREVIEW_PENDING' });
    for (const { id } of [unopened, undecided])
      expect(await world.see(id)).toMatchObject({ state: 'PREVIEW_EXPIRED', refusal: { rule: 'PREVIEW_OVER' } });
    expect(await world.act('approveEvidence', undecided.previewId)).toMatchObject({ rule: 'PREVIEW_OVER' });
  });

  it('cannot be approved after its time though no sweep came by', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id, previewId } = await world.opened();

    world.cases.clock.advance(40 * MINUTE_MS);
    const late = await world.act('approveEvidence', previewId);
    await world.settle();

    expect(late).toMatchObject({ code: 'BAD_QUERY', rule: 'PREVIEW_OVER' });
    expect(await world.see(id)).toMatchObject({ state: 'PREVIEW_EXPIRED' });
  });

  it('happens once under one key, and refuses another request under it', async () => {
    await using world = await EvidenceWorld.open();
    const input = { idempotencyKey: 'one' };

    const first = await world.request(input);
    const again = await world.request(input);
    const other = await world.request({ ...input, type: 'identity-card' });

    expect(again.id).toBe(first.id);
    expect(other).toMatchObject({ code: 'BAD_QUERY', rule: 'KEY_REUSED' });
    expect(await world.cases.sent('GD')).toHaveLength(1);
  });
});

describe('a match', () => {
  it('of nothing is refused', async () => {
    await using world = await EvidenceWorld.open();

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({
      state: 'NO_MATCH',
      refusal: { code: 'NOT_FOUND', rule: 'NOTHING_FOUND' },
    });
  });

  it('of several is refused, and lists nothing', async () => {
    await using world = await EvidenceWorld.open();
    const [first, second] = [await world.issue(), await world.issue()];
    await world.hunan.updateTable('licence').set({ superseded_from: null }).execute();

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({
      state: 'AMBIGUOUS',
      refusal: { code: 'NOT_FOUND', rule: 'MORE_THAN_ONE' },
    });
    expect(JSON.stringify(await world.cases.sent('HN'))).not.toMatch(new RegExp(`${first}|${second}`));
  });

  it('counts neither the licences of others, nor other types, nor what is not in force', async () => {
    await using world = await EvidenceWorld.open();
    const licence = await world.issue();
    await world.issue('居住证');
    await world.issue(MATERIAL, OTHER);
    await world.hunan.updateTable('licence').set({ status: 'REVOKED' }).where('identifier', '=', licence).execute();

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({ state: 'NO_MATCH' });
  });

  it('is looked at again before the release: what was revoked since is not given', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    const { id, previewId } = await world.opened();

    await world.hunan.updateTable('licence').set({ status: 'REVOKED' }).execute();
    await world.act('approveEvidence', previewId);
    await world.settle();

    expect(await world.see(id)).toMatchObject({ state: 'NO_MATCH', refusal: { rule: 'NOTHING_FOUND' } });
    expect((await world.trail('HN')).map(({ basis }) => basis)).toEqual(['OWN']);
  });
});

describe('an authorisation', () => {
  it.each([
    ['no agreement', [], 'NO_GRANT'],
    ['a grant of other evidence', [aGrant({ types: ['identity-card'] })], 'NO_GRANT'],
    ['a grant for another purpose', [aGrant({ purposes: ['CASE_HANDLING'] })], 'NO_GRANT'],
    ['a grant for another item', [aGrant({ items: ['mca-divorce-registration'] })], 'NO_BASIS'],
    ['a grant in the other direction', [aGrant({ from: ['HN'], to: ['GD'] })], 'NO_BASIS'],
  ] as const)('is denied with %s, kept, explained, and nothing is sent', async (_what, grants, rule) => {
    await using world = await EvidenceWorld.open(grants);
    await world.issue();

    const made = await world.request();

    expect(made).toMatchObject({ state: 'DENIED', refusal: { code: 'NOT_AUTHORISED', rule } });
    expect(made.refusal?.explanation).toMatch(/ · /);
    expect(await world.see(made.id)).toMatchObject({ state: 'DENIED' });
    expect(await world.cases.sent('GD')).toEqual([]);
  });

  it('of the requester is not taken on its word: the provider judges by its own agreements', async () => {
    await using world = await EvidenceWorld.open([]);
    await world.issue();
    await agreeAlone(world);

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({ state: 'DENIED', refusal: { code: 'NOT_AUTHORISED' } });
    expect(await world.trail('HN')).toEqual([]);
  });

  it('is refused for data that the provider has classed as not shared, whatever was agreed', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    await world.hunan.updateTable('evidence_offer').set({ sharing: 'NOT_SHARED' }).where('type', '=', TYPE).execute();

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({ state: 'DENIED', refusal: { code: 'CLASS_NOT_SHARED' } });
  });

  it('is refused where the provider does not list the type', async () => {
    await using world = await EvidenceWorld.open();
    await world.issue();
    await world.hunan.deleteFrom('evidence_offer').where('type', '=', TYPE).execute();

    const { id } = await world.request();
    await world.settle();

    expect(await world.see(id)).toMatchObject({
      state: 'DENIED',
      refusal: { code: 'UNSUPPORTED', rule: 'NOT_PROVIDED' },
    });
  });
});

async function agreeAlone(world: EvidenceWorld): Promise<void> {
  const agreement = anAgreement({ number: 'GD-HN-2', clauses: { items: [], dataGrants: [aGrant()] } });
  await world.cases.agree('GD', unsigned(agreement), ['GD', 'HN']);
}

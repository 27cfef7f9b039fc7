import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsultationWorld, coordinatorOf, ITEM, SUPERVISOR } from '../../support/consultations/consultation-world.js';

const DAY_MS = 86_400_000;
const TODAY = '2026-03-02';

let world: ConsultationWorld;
let materials: { readonly GD: readonly string[]; readonly HN: readonly string[] };
beforeEach(async () => {
  world = await ConsultationWorld.open();
  materials = { GD: await materialsIn('GD'), HN: await materialsIn('HN') };
});
afterEach(() => world[Symbol.asyncDispose]());

type Data = Readonly<Record<string, unknown>>;

async function materialsIn(province: string): Promise<readonly string[]> {
  return (await aspectsIn(province)).filter(({ kind }) => kind === 'MATERIAL').map(({ subject }) => subject);
}

interface Aspect {
  readonly kind: string;
  readonly subject: string;
  readonly values: readonly { readonly value: string }[];
}

async function aspectsIn(province: string): Promise<readonly Aspect[]> {
  const query = `query ($item: ID!, $province: ID!) { compareItem(standardItem: $item, provinces: [$province]) {
    aspects { kind subject values { value } } } }`;
  const { compareItem } = await world.cases.ask(query, { item: ITEM, province });
  return (compareItem as { readonly aspects: readonly Aspect[] }).aspects;
}

async function valueIn(province: string, kind: string, subject = ''): Promise<string | undefined> {
  const aspects = await aspectsIn(province);
  return aspects.find((each) => each.kind === kind && each.subject === subject)?.values[0]?.value;
}

interface Negotiation {
  readonly state: string;
  readonly isUnderway: boolean;
  readonly holder: { readonly province: { readonly code: string } };
  readonly refusedBy: { readonly code: string } | null;
  readonly proposals: readonly {
    readonly hash: string;
    readonly signature: { readonly province: { readonly code: string } };
  }[];
  readonly alignment: null | {
    readonly hash: string;
    readonly decidedBy: string | null;
    readonly appliedAt: string | null;
    readonly signatures: readonly { readonly province: { readonly code: string }; readonly signature: string }[];
  };
}

async function see(province: string, id: string): Promise<Negotiation> {
  const query = `query ($id: ID!) { consultation(id: $id) { state isUnderway holder { province { code } } refusedBy { code }
    proposals { hash signature { province { code } } }
    alignment { hash decidedBy appliedAt signatures { province { code } signature } } } }`;
  const seen = await world.cases.ask(query, { id: world.in(province, id) }, coordinatorOf(province));
  return seen['consultation'] as Negotiation;
}

/** Guangdong proposes that its promised limit become Hunan’s: one days more, so that they differ. */
const base = { province: 'GD', to: 'HN', standardItem: ITEM, kind: 'PROMISED_LIMIT', reason: '统一承诺时限' };
const limit = { ...base, value: '17 WORKING_DAY', adoptedBy: ['GD', 'HN'], effectiveFrom: TODAY };

const propose = (input: Data) => world.command('proposeAlignment', input, coordinatorOf('GD'));

async function proposed(input: Data = limit): Promise<string> {
  const { id, code } = await propose(input);
  if (code !== undefined) throw new Error(`The proposal was refused: ${code}.`);
  await world.settle();
  return id;
}

async function agree(province: string, id: string) {
  const there = await see(province, id);
  const input = { id: world.in(province, id), hash: there.proposals.at(-1)?.hash };
  const done = await world.command('agreeAlignment', input, coordinatorOf(province));
  await world.settle();
  return done;
}

describe('a negotiation', () => {
  it('is countered and agreed on, one text with one hash that both have signed, and both lists follow', async () => {
    const id = await proposed();
    expect((await see('HN', id)).holder.province.code).toBe('HN');

    const counter = { value: '16 WORKING_DAY', adoptedBy: ['GD', 'HN'], effectiveFrom: TODAY, reason: '宜更短' };
    await world.command('counterAlignment', { id: world.in('HN', id), ...counter }, coordinatorOf('HN'));
    await world.settle();
    expect((await see('GD', id)).state).toBe('COUNTER_PROPOSED');
    await agree('GD', id);

    const [ours, theirs] = [await see('GD', id), await see('HN', id)];
    expect([ours.state, theirs.state]).toEqual(['AGREED', 'AGREED']);
    expect(ours.alignment?.hash).toBe(theirs.alignment?.hash);
    expect(ours.alignment?.signatures).toEqual(theirs.alignment?.signatures);
    expect(ours.alignment?.signatures.map(({ province }) => province.code)).toEqual(['HN', 'GD']);
    expect([await valueIn('GD', 'PROMISED_LIMIT'), await valueIn('HN', 'PROMISED_LIMIT')]).toEqual([
      '16 WORKING_DAY',
      '16 WORKING_DAY',
    ]);
  });

  it('gives one province a material of the other, whole', async () => {
    const extra = materials.GD.filter((name) => !materials.HN.includes(name));
    const [subject = extra[0]] = extra.length > 0 ? extra : materials.GD;
    const isExtra = extra.length > 0;
    const input = isExtra
      ? { kind: 'MATERIAL', subject, value: await valueIn('GD', 'MATERIAL', subject), adoptedBy: ['HN'] }
      : { kind: 'MATERIAL', subject, value: null, adoptedBy: ['GD', 'HN'] };
    const id = await proposed({ ...base, ...input, effectiveFrom: TODAY });

    await agree('HN', id);

    const of = async (province: string) => (await aspectsIn(province)).filter((each) => each.subject === subject);
    expect(await of('HN')).toEqual(await of('GD'));
    expect((await of('HN')).length).toBe(isExtra ? 5 : 0);
  });

  it('gives both a material that neither of them has', async () => {
    const subject = '两省共同新增的材料';
    const material = { grade: 'C', form: 'PAPER', source: 'APPLICANT', originals: 1, copies: 2 };
    const both = { adoptedBy: ['GD', 'HN'], effectiveFrom: TODAY, value: 'REQUIRED' };
    const id = await proposed({ ...base, kind: 'MATERIAL', subject, ...both, material });
    const counter = { ...both, value: 'OPTIONAL', reason: '可选', material: { ...material, copies: 1 } };
    await world.command('counterAlignment', { id: world.in('HN', id), ...counter }, coordinatorOf('HN'));
    await world.settle();

    await agree('GD', id);

    for (const province of ['GD', 'HN']) {
      expect(await valueIn(province, 'MATERIAL', subject)).toBe('OPTIONAL');
      expect(await valueIn(province, 'MATERIAL_COPIES', subject)).toBe('1');
    }
  });

  it('comes into force on its day, and not before', async () => {
    const before = await valueIn('GD', 'PROMISED_LIMIT');
    const id = await proposed({ ...limit, effectiveFrom: '2026-03-05' });
    await agree('HN', id);
    expect(await valueIn('GD', 'PROMISED_LIMIT')).toBe(before);
    expect((await see('GD', id)).alignment?.appliedAt).toBeNull();

    await world.pass(2 * DAY_MS, ['GD', 'HN']);
    expect(await valueIn('GD', 'PROMISED_LIMIT')).toBe(before);
    await world.pass(DAY_MS, ['GD', 'HN']);
    await world.pass(0, ['GD', 'HN']); // a second time does nothing a second time

    expect([await valueIn('GD', 'PROMISED_LIMIT'), await valueIn('HN', 'PROMISED_LIMIT')]).toEqual([
      '17 WORKING_DAY',
      '17 WORKING_DAY',
    ]);
  });

  it('is answered by whoever has the word, and by the text that lies before him', async () => {
    const id = await proposed();
    const there = world.in('HN', id);
    const { hash } = (await see('HN', id)).proposals[0] ?? { hash: '' };

    expect((await world.command('agreeAlignment', { id, hash }, coordinatorOf('GD'))).code).toBe('NOT_BY_THIS_ACTOR');
    expect((await world.command('agreeAlignment', { id: there, hash: 'x' }, coordinatorOf('HN'))).code).toBe(
      'ANOTHER_TEXT',
    );
    const before = await valueIn('HN', 'PROMISED_LIMIT');
    await world.command('agreeToDiffer', { id: there }, coordinatorOf('HN'));
    await world.settle();
    expect([(await see('GD', id)).state, (await see('HN', id)).state]).toEqual([
      'AGREED_TO_DIFFER',
      'AGREED_TO_DIFFER',
    ]);
    expect(await valueIn('HN', 'PROMISED_LIMIT')).toBe(before);
  });

  it('is decided by a supervisor of the state, and binds both', async () => {
    const id = await proposed();
    const there = world.in('HN', id);
    await world.command('escalateAlignment', { id: there, text: '无法一致' }, coordinatorOf('HN'));
    await world.settle();
    expect((await see('GD', id)).state).toBe('ESCALATED');

    const decision = { id: there, text: '采纳', isAdopted: true };
    const own = { ...SUPERVISOR, province: 'HN' };
    expect((await world.command('decideAlignment', decision, own)).code).toBe('NOT_BY_THIS_ACTOR');
    await world.command('decideAlignment', decision, SUPERVISOR);
    await world.settle();

    const [ours, theirs] = [await see('GD', id), await see('HN', id)];
    expect([ours.state, theirs.state]).toEqual(['DECIDED', 'DECIDED']);
    expect([ours.alignment?.decidedBy, theirs.alignment?.decidedBy]).toEqual(['order-7', 'order-7']);
    expect(ours.alignment?.signatures.map(({ province }) => province.code)).toEqual(['GD', 'HN']);
    expect(theirs.alignment?.signatures).toEqual(ours.alignment?.signatures);
    expect(await valueIn('GD', 'PROMISED_LIMIT')).toBe(await valueIn('HN', 'PROMISED_LIMIT'));
  });

  it('ends in nothing when the other province cannot have it so: the word stays, and the text is withdrawn', async () => {
    const theirs = (await valueIn('HN', 'PROMISED_LIMIT')) ?? '';
    const other = theirs === '18 WORKING_DAY' ? '19 WORKING_DAY' : '18 WORKING_DAY';
    const id = await proposed({ ...limit, value: other, adoptedBy: ['GD'] }); // which Hunan does not have

    const ours = await see('GD', id);

    expect(ours).toMatchObject({ refusedBy: { code: 'TEXT_UNFIT' }, isUnderway: false, proposals: [] });
    expect(ours.holder.province.code).toBe('GD');
    // Nothing lies before both: it is over, and whoever has something else to propose opens another one.
    expect(ours.state).toBe('AGREED_TO_DIFFER');
    const counter = { id, value: '16 WORKING_DAY', adoptedBy: ['GD'], effectiveFrom: TODAY, reason: '再议' };
    expect((await world.command('counterAlignment', counter, coordinatorOf('GD'))).code).toBe('STEP_OUT_OF_TURN');
    expect((await world.command('agreeToDiffer', { id }, coordinatorOf('GD'))).code).toBe('STEP_OUT_OF_TURN');
    expect((await proposed()).length).toBeGreaterThan(0);
  });

  it('goes on from the text that lay before both when an answer to it is refused', async () => {
    const id = await proposed();
    // Guangdong loses the item while the answer is on its way.
    const counter = { value: '16 WORKING_DAY', adoptedBy: ['GD', 'HN'], effectiveFrom: TODAY, reason: '宜更短' };
    await world.command('counterAlignment', { id: world.in('HN', id), ...counter }, coordinatorOf('HN'));
    await world.cases.withoutItem('GD', ITEM.slice(ITEM.lastIndexOf(':') + 1));
    await world.settle();

    const there = await see('HN', id);
    expect(there).toMatchObject({ state: 'NEGOTIATING', isUnderway: false, proposals: [{}] });
    await world.command('agreeToDiffer', { id: world.in('HN', id) }, coordinatorOf('HN'));
    await world.settle();
    expect((await see('GD', id)).state).toBe('AGREED_TO_DIFFER');
  });
});

it('ends in one text at both, whenever either of them dies', async () => {
  for (const [index, statements] of [2, 6, 10, 14, 18, 22, 26, 30].entries()) {
    const value = `${30 + index} WORKING_DAY`;
    const { id } = await propose({ ...limit, value });
    await dying('HN', statements);
    await dying('GD', statements);
    await world.settle();
    await world.command(
      'agreeAlignment',
      { id: world.in('HN', id), hash: (await see('HN', id)).proposals.at(-1)?.hash },
      coordinatorOf('HN'),
    );
    await dying('GD', statements);
    await dying('HN', statements);
    world.cases.clock.advance(120_000); // what was given up for a while is tried again
    await world.settle();

    const [ours, theirs] = [await see('GD', id), await see('HN', id)];
    expect([ours.state, theirs.state]).toEqual(['AGREED', 'AGREED']);
    expect([ours.alignment?.hash, ours.alignment?.signatures]).toEqual([
      theirs.alignment?.hash,
      theirs.alignment?.signatures,
    ]);
    expect([await valueIn('GD', 'PROMISED_LIMIT'), await valueIn('HN', 'PROMISED_LIMIT')]).toEqual([value, value]);
  }
});

/** Letters go, and the process of a province dies before one of its next statements. */
async function dying(code: string, statements: number): Promise<void> {
  world.cases.killAfter(code, statements);
  await world.settle().catch((error: unknown) => {
    if (!String((error as Error).stack).includes('killed')) throw error;
  });
  world.cases.revive(code);
  world.cases.clock.advance(60_000);
}

describe('what is proposed', () => {
  it.each([
    ['the name of an item', { kind: 'NAME', value: 'x' }, 'RULE_NOT_OURS'],
    ['a statutory limit', { kind: 'STATUTORY_LIMIT', value: '1 WORKING_DAY' }, 'RULE_NOT_OURS'],
    ['a value that it cannot have', { value: 'soon' }, 'TEXT_UNFIT'],
    ['a day that is past', { effectiveFrom: '2026-03-01' }, 'TEXT_UNFIT'],
    ['no day', { effectiveFrom: 'tomorrow' }, 'TEXT_UNFIT'],
    ['for a third province', { adoptedBy: ['GD', 'SC'] }, 'TEXT_UNFIT'],
    ['for nobody', { adoptedBy: [] }, 'TEXT_UNFIT'],
    ['without a reason', { reason: ' ' }, 'TEXT_MISSING'],
    ['of an item that nobody performs', { standardItem: 'CN:StandardItem:none' }, 'ITEM_UNKNOWN'],
    ['to oneself', { to: 'GD' }, 'PROVINCE_IS_OWN'],
  ])('is not %s', async (_, changes, code) => {
    expect((await propose({ ...limit, ...changes })).code).toBe(code);
  });

  it('changes something', async () => {
    const value = await valueIn('GD', 'PROMISED_LIMIT');

    expect((await propose({ ...limit, value, adoptedBy: ['GD'] })).code).toBe('NO_DIFFERENCE');
  });
});

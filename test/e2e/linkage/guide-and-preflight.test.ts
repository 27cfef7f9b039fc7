import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 1 });
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Named {
  readonly name: string;
}

interface GuideAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly materials: readonly (Named & { readonly required: boolean })[];
  readonly acceptanceConditions: readonly string[];
  readonly item: { readonly id: string };
  readonly receivingItem: { readonly id: string; readonly windows: readonly unknown[] } | null;
  readonly legs: readonly { readonly key: string; readonly province: { readonly code: string } | null }[];
  readonly [field: string]: unknown;
}

const guideQuery = `query ($item: ID!, $from: ID!, $at: ID!, $scenario: String) {
  guide(standardItem: $item, applicantProvince: $from, handlingProvince: $at, scenario: $scenario) {
    __typename
    ... on ServiceRefusal { code messageZh messageEn rule }
    ... on Guide {
      mode standard { nameZh } item { id } scenario { code } scenarios { code }
      receivingProvince { code nameZh } handlingProvince { code nameZh } applicantProvince { code } authority { nameZh }
      receivingItem { id province { code } windows { nameZh } }
      forms materials { name required form } acceptanceConditions fees { amountFen } result { name } returns
      legs { key role province { code } limit { value unit } after source dueAt }
    }
  } }`;

async function guide(item: string, scenario: string | null = null, places = { from: 'GD', at: 'HN' }) {
  const answer = await network.query(guideQuery, { item: `CN:StandardItem:${item}`, scenario, ...places });
  expect(answer.errors).toBeUndefined();
  return (answer.data as unknown as { guide: GuideAnswer }).guide;
}

describe('guide', () => {
  it('shows what the handling place asks for, and the windows of the receiving place', async () => {
    const told = await guide('nia-passport-renew', 'ADULT');

    expect(told).toMatchObject({
      __typename: 'Guide',
      mode: 'RECEIVE_AND_FORWARD',
      scenario: { code: 'ADULT' },
      receivingProvince: { code: 'GD', nameZh: '广东省' },
      handlingProvince: { code: 'HN', nameZh: '湖南省' },
      item: { id: 'HN:ServiceItem:nia-passport-renew' },
      receivingItem: { id: 'GD:ServiceItem:nia-passport-renew', province: { code: 'GD' } },
    });
    expect(told.receivingItem?.windows.length).toBeGreaterThan(0);
    expect(told['returns']).toContain('RECEIVING_PLACE');
    expect(told.legs.map(({ key, province }) => `${key}@${province?.code}`)).toEqual([
      'receive@GD',
      'handle@HN',
      'deliver@GD',
    ]);
  });

  it('lists only the materials of the scenario', async () => {
    const consent = async (scenario: string | null) => {
      const { materials } = await guide('nia-passport-renew', scenario);
      return materials.find(({ name }) => name === '监护人同意书')?.required;
    };

    expect(await consent('ADULT')).toBeUndefined();
    expect(await consent('MINOR')).toBe(true);
    expect(await consent(null)).toBe(false);
  });

  it('follows the recorded flow of a joint item, and leaves open the places that only the application names', async () => {
    const told = await guide('mot-oversize-transport-permit', 'PLAIN');

    expect(told.legs).toEqual([
      expect.objectContaining({ key: 'accept', role: 'LEAD', province: { code: 'HN' } }),
      expect.objectContaining({ key: 'approve', role: 'PARTICIPATE', province: null, dueAt: null }),
      expect.objectContaining({ key: 'issue', province: { code: 'HN' }, after: ['approve'], dueAt: null }),
    ]);
    expect(told.receivingItem?.id).toBe('HN:ServiceItem:mot-oversize-transport-permit');
  });

  it.each([
    ['an item that is not offered there', 'cdpf-certificate-new', null, 'ITEM_NOT_OFFERED'],
    ['an item that is not handled across the two', 'mps-idcard-renew', null, 'NOT_ACROSS_PROVINCES'],
    ['a scenario that the item does not list', 'nia-passport-renew', 'NONE', 'SCENARIO_UNKNOWN'],
  ])('refuses %s', async (_what, item, scenario, code) => {
    expect(await guide(item, scenario)).toMatchObject({ __typename: 'ServiceRefusal', code });
  });

  it('says that no such province takes part before it asks anybody', async () => {
    const variables = { item: 'CN:StandardItem:nia-passport-renew', from: 'GD', at: 'ZJ' };
    const { errors } = await network.query(guideQuery, variables);

    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_PROVINCE' } }]);
  });
});

const preflightMutation = `mutation ($input: PreflightInput!) { preflight(input: $input) {
  __typename
  ... on ServiceRefusal { code }
  ... on Preflight { id digest checkedAt isComplete province { code } applicantProvince { code } scenario
    gaps { subject defect messageZh messageEn cureZh cureEn } }
} }`;

interface PreflightAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly id: string;
  readonly digest: string;
  readonly checkedAt: string;
  readonly isComplete: boolean;
  readonly gaps: readonly { readonly subject: string; readonly defect: string; readonly cureEn: string }[];
}

async function preflight(change: object = {}, item = 'nia-passport-renew'): Promise<PreflightAnswer> {
  const input = {
    standardItem: `CN:StandardItem:${item}`,
    handlingProvince: 'HN',
    applicantProvince: 'GD',
    scenario: 'MINOR',
    materials: [],
    conditions: [],
    ...change,
  };
  const answer = await network.query(preflightMutation, { input });
  expect(answer.errors).toBeUndefined();
  return (answer.data as unknown as { preflight: PreflightAnswer }).preflight;
}

describe('preflight', () => {
  it('tells every gap at once, by the list of the handling place', async () => {
    const told = await guide('nia-passport-renew', 'MINOR');
    const found = await preflight();

    expect(found).toMatchObject({ __typename: 'Preflight', isComplete: false });
    expect(found.gaps.map(({ subject }) => subject)).toEqual([
      ...told.materials.filter(({ required }) => required).map(({ name }) => name),
      ...told.acceptanceConditions,
    ]);
    expect(found.gaps.every(({ cureEn }) => cureEn !== '')).toBe(true);
  });

  it('finds nothing in a draft in which all is mended', async () => {
    const told = await guide('nia-passport-renew', 'MINOR');
    const materials = told.materials.map(({ name }) => ({
      ...{ name, isElectronic: true, grade: 'A', originals: 1, copies: 1 },
    }));
    const conditions = told.acceptanceConditions.map((condition) => ({ condition, isMet: true }));

    expect(await preflight({ materials, conditions })).toMatchObject({ isComplete: true, gaps: [] });
  });

  it('keeps the same draft once, with its first time, and gives it back by its id', async () => {
    const first = await preflight();
    const second = await preflight();
    const other = await preflight({ scenario: 'ADULT' });

    expect(second).toEqual(first);
    expect(other.digest).not.toBe(first.digest);
    const kept = await network.query('query ($id: ID!) { node(id: $id) { ... on Preflight { digest checkedAt } } }', {
      id: first.id,
    });
    expect(kept.data).toEqual({ node: { digest: first.digest, checkedAt: first.checkedAt } });
  });

  it('takes who says both yes and no for no', async () => {
    const [condition = ''] = (await guide('nia-passport-renew')).acceptanceConditions;
    const conditions = [true, false].map((isMet) => ({ condition, isMet }));

    expect((await preflight({ conditions })).gaps).toContainEqual(
      expect.objectContaining({ subject: condition, defect: 'CONDITION_NOT_MET' }),
    );
  });

  it('refuses what the place does not offer, and input that is no draft', async () => {
    const piece = { name: '居民身份证', isElectronic: false, grade: 'B', originals: 1, copies: 0 };
    const send = (materials: readonly object[]) => {
      const input = {
        ...{ standardItem: 'CN:StandardItem:nia-passport-renew', handlingProvince: 'HN', applicantProvince: 'GD' },
        ...{ materials, conditions: [] },
      };
      return network.query(preflightMutation, { input });
    };

    expect(await preflight({ scenario: null }, 'cdpf-certificate-new')).toMatchObject({ code: 'ITEM_NOT_OFFERED' });
    for (const wrong of [{ validUntil: '2026-02-30' }, { originals: -1 }, { name: 'x'.repeat(201) }]) {
      expect((await send([{ ...piece, ...wrong }])).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });
});

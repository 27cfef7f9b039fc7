// The numbers of a province, through a gateway: what everybody reads, what its operator sets, and what stays on record.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType } from 'graphql';
import { type PolicyCode, policyParameters } from '../../../schema/policy-parameters.js';
import { readPolicy } from '../../../subgraphs/province/policy/index.js';
import type { PolicyChangeRow, PolicyTables } from '../../../subgraphs/province/policy/policy.entity.js';
import { TrailNetwork } from '../../support/trail/trail-network.js';

const operator = { subject: 'op-1', role: 'operator', province: 'GD' } as const;
const ofHunan = { ...operator, province: 'HN' } as const;

const read = (province: string): string => `{ policyParameters(province: "${province}") {
  code nameZh nameEn unit value nationalValue isSet min max source sourceMark changedAt changeReason province { code } } }`;
const SET = `mutation ($input: SetPolicyParameterInput!) { setPolicyParameter(input: $input) {
  __typename ... on PolicyParameter { code value isSet } ... on PolicyRefusal { refusal: code } } }`;
const CHANGES = `query ($code: PolicyParameterCode, $first: Int, $after: String) {
  policyChanges(province: "GD", code: $code, first: $first, after: $after) {
    nodes { id code seq at from to reason changedBy } totalCount pageInfo { hasNextPage endCursor } } }`;

interface Parameter {
  readonly code: PolicyCode;
  readonly value: number;
  readonly isSet: boolean;
  readonly changedAt: string | null;
}

interface Page {
  readonly nodes: readonly { readonly code: string; readonly seq: number; readonly at: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

let network: TrailNetwork;
let keys = 0;
beforeAll(async () => {
  network = await TrailNetwork.open('GD', 'HN');
});
afterAll(() => network[Symbol.asyncDispose]());

async function parametersOf(province: string): Promise<ReadonlyMap<string, Parameter>> {
  const { data } = await network.askAsNobody(read(province));
  const parameters = data?.['policyParameters'] as unknown as readonly Parameter[];
  return new Map(parameters.map((each) => [each.code, each]));
}

interface Change {
  readonly code: PolicyCode;
  readonly value?: number | null;
  readonly reason?: string;
  readonly key?: string;
}

async function set(
  { code, key = `key-${(keys += 1)}`, reason = `调整 ${key}`, ...value }: Change,
  token: object = operator,
) {
  const input = { province: 'GD', idempotencyKey: key, code, reason, ...value };
  const { data, errors } = await network.ask(token, SET, { input });
  const outcome: unknown = data?.['setPolicyParameter'];
  return (outcome ?? errors?.[0]?.extensions) as Record<string, unknown>;
}

/** Every change that Guangdong has on record, as it is stored. */
function record(): Promise<readonly PolicyChangeRow[]> {
  const tables = network.province('GD').exchange.desk.storage.em.fork().getKysely<PolicyTables>();
  return tables.selectFrom('policy_change').selectAll().orderBy('code').orderBy('seq').execute();
}

async function changes(given: object): Promise<Page> {
  const { data } = await network.ask(operator, CHANGES, { ...given });
  return data?.['policyChanges'] as unknown as Page;
}

it('shows everybody every parameter with its national value, bounds and source', async () => {
  const parameters = await parametersOf('HN');

  expect([...parameters.values()]).toEqual(
    Object.entries(policyParameters).map(([code, { zh, en, unit, standard, min, max, source }]) => ({
      ...{ code, nameZh: zh, nameEn: en, unit, value: standard, nationalValue: standard, isSet: false, min, max },
      ...{ source: source.text, sourceMark: source.mark, changedAt: null, changeReason: null },
      province: { code: 'HN' },
    })),
  );
});

describe('a parameter', () => {
  it('is set by the operator of the province, in that province alone, for all who read it', async () => {
    const answer = await set({ code: 'CERTIFICATE_VALIDITY', value: 36, reason: '省厅会议' });

    expect(answer).toEqual({ __typename: 'PolicyParameter', code: 'CERTIFICATE_VALIDITY', value: 36, isSet: true });
    expect((await parametersOf('GD')).get('CERTIFICATE_VALIDITY')).toMatchObject({
      ...{ value: 36, nationalValue: 24, isSet: true, changedAt: new Date(network.nowMs).toISOString() },
      changeReason: '省厅会议',
    });
    expect((await parametersOf('HN')).get('CERTIFICATE_VALIDITY')).toMatchObject({ value: 24, isSet: false });
    const valueOf = async (province: string): Promise<number> => {
      const policy = await readPolicy(network.province(province).exchange.desk.storage.em.fork());
      return policy.valueOf('CERTIFICATE_VALIDITY');
    };
    expect([await valueOf('GD'), await valueOf('HN')]).toEqual([36, 24]);
  });

  it('goes back to the national value by null, and both changes stay on record', async () => {
    await set({ code: 'EXAM_PASS', value: 75, reason: '从严' });
    const back = await set({ code: 'EXAM_PASS', value: null, reason: '恢复' });

    expect(back).toMatchObject({ value: 60, isSet: false });
    expect((await changes({ code: 'EXAM_PASS' })).nodes).toMatchObject([
      { seq: 2, from: 75, to: null, reason: '恢复', changedBy: 'op-1' },
      { seq: 1, from: 60, to: 75, reason: '从严', changedBy: 'op-1' },
    ]);
  });

  it('is set once for each key', async () => {
    const first = await set({ code: 'SMALL_CELL', value: 20, key: 'once' });
    await set({ code: 'SMALL_CELL', value: 30 });
    const again = await set({ code: 'SMALL_CELL', value: 20, key: 'once' });
    const other = await set({ code: 'SMALL_CELL', value: 25, key: 'once' });

    expect(first).toMatchObject({ value: 20 });
    expect(again).toMatchObject({ value: 30 });
    expect(other).toMatchObject({ __typename: 'PolicyRefusal', refusal: 'KEY_REUSED' });
    expect((await changes({ code: 'SMALL_CELL' })).totalCount).toBe(2);
  });

  it('is refused with a reason, and then nothing is on record', async () => {
    const before = await record();
    const refused = [
      await set({ code: 'ROSTER_AHEAD', value: 21 }),
      await set({ code: 'ROSTER_AHEAD', value: 0 }),
      await set({ code: 'ROSTER_AHEAD', value: null }),
      await set({ code: 'ROSTER_AHEAD' }),
      await set({ code: 'ROSTER_AHEAD', value: 6, reason: ' ' }),
    ];

    expect(refused.map(({ refusal }) => refusal)).toEqual([
      ...['VALUE_OUT_OF_BOUNDS', 'VALUE_OUT_OF_BOUNDS', 'NOTHING_CHANGES', 'VALUE_MISSING', 'REASON_MISSING'],
    ]);
    expect(await record()).toEqual(before);
  });

  it('is nobody else’s to set', async () => {
    for (const token of [ofHunan, { ...operator, role: 'coordinator' }, { subject: 'li', role: 'citizen' }])
      expect(await set({ code: 'ROSTER_AHEAD', value: 6 }, token)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await changes({ code: 'ROSTER_AHEAD' })).totalCount).toBe(0);
  });
});

describe('the record', () => {
  it('loses none of many changes at once: each begins from what the one before has left', async () => {
    const values = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    const answers = await Promise.all(
      values.map((value) => set({ code: 'GRANT_DECISION', value, reason: `改为 ${value}` })),
    );

    expect(answers.filter(({ __typename }) => __typename !== 'PolicyParameter')).toEqual([]);
    const rows = (await record()).filter(({ code }) => code === 'GRANT_DECISION');
    expect(rows.map(({ to_value: to }) => to).toSorted((one, other) => Number(one) - Number(other))).toEqual(values);
    expect(rows.map(({ seq }) => seq)).toEqual(values.map((_value, index) => index + 1));
    expect(rows.map(({ from_value: from }) => from)).toEqual([10, ...rows.slice(0, -1).map((row) => row.to_value)]);
    expect((await parametersOf('GD')).get('GRANT_DECISION')?.value).toBe(rows.at(-1)?.to_value);
  });

  it('is added to, and never changed, whatever is asked', async () => {
    const commands: readonly Change[] = [
      { code: 'CARD_RECTIFY', value: 5, key: 'a' },
      { code: 'CARD_RECTIFY', value: 5, key: 'a' },
      { code: 'CARD_RECTIFY', value: 6, key: 'a' },
      { code: 'CARD_RECTIFY', value: null, key: 'b' },
      { code: 'CARD_RECTIFY', value: 99, key: 'c' },
      { code: 'RATING_CALLBACK', value: 2, key: 'd' },
    ];
    for (const command of commands) {
      const before = await record();
      await set(command);
      expect(await record()).toEqual(expect.arrayContaining([...before]));
    }
    expect((await changes({ code: 'CARD_RECTIFY' })).totalCount).toBe(2);
  });

  it('has no other way in: no further mutation of the contract gives or takes anything of policy', () => {
    const api = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));
    const ofPolicy = Object.values(api.getMutationType()?.getFields() ?? {}).filter(({ name, type, args }) =>
      [name, getNamedType(type).name, ...args.map((arg) => getNamedType(arg.type).name)].some((word) =>
        /policy/i.test(word),
      ),
    );

    expect(ofPolicy.map(({ name }) => name)).toEqual(['setPolicyParameter']);
  });

  it.each([1, 3, 50])('is read from the newest to the oldest, %i at a time', async (first) => {
    const stored = await record();
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, totalCount, pageInfo } = await changes({ first, after });
      expect(totalCount).toBe(stored.length);
      seen.push(...nodes.map(({ code, seq, at }) => `${at} ${String(seq).padStart(3, '0')} ${code}`));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }

    expect(new Set(seen).size).toBe(stored.length);
    const positions = seen.map((text) => text.split(' ').slice(0, 2).join(' '));
    expect(positions).toEqual(positions.toSorted().reverse());
    network.nowMs += 60_000;
    await set({ code: 'REMINDER_LEFT', value: first === 1 ? 2 : first === 3 ? 3 : 4 });
  });
});

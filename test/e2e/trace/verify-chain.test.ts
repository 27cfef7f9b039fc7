import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { TracedWorld } from '../../support/exchange/traced-world.js';

const NO = formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 1 });
const VERIFY = `query ($no: ID!) { verifyChain(collaborationNo: $no) {
  isSound findings { province { code } link seq problem }
  places { from { code } to { code } seq sides hashes receipts holdings { province { code } isSealed isReceipted seal } }
  coverage { exact missing { province { code } } }
} }`;

interface Code {
  readonly code: string;
}

interface Verification {
  readonly isSound: boolean | null;
  readonly findings: readonly { readonly province: Code; readonly seq: number; readonly problem: string }[];
  readonly places: readonly {
    readonly from: Code;
    readonly seq: number;
    readonly sides: number;
    readonly hashes: readonly string[];
    readonly receipts: readonly string[];
    readonly holdings: readonly {
      readonly province: Code;
      readonly isSealed: boolean;
      readonly isReceipted: boolean;
    }[];
  }[];
  readonly coverage: { readonly exact: boolean };
}

let traced: TracedWorld;
beforeEach(async () => {
  traced = await TracedWorld.open(['GD', 'HN', 'SC']);
  const [gd, hn] = [
    { from: 'GD', to: 'HN', collaborationNo: NO },
    { from: 'HN', to: 'GD', collaborationNo: NO },
  ];
  await traced.tellAndSettle({ ...gd, event: 'caseForwarded', leg: 'receive', state: 'FORWARDED' });
  await traced.tellAndSettle({ ...hn, event: 'handoffAcknowledged', leg: 'handle', state: 'SUBMITTED' });
});
afterEach(async () => {
  await traced[Symbol.asyncDispose]();
});

const verify = (): Promise<Verification> => traced.ask<Verification>(VERIFY, NO);

it('finds honest chains sound, held alike by both sides and proven by signatures', async () => {
  const { isSound, findings, places, coverage } = await verify();

  expect({ isSound, findings, exact: coverage.exact }).toEqual({ isSound: true, findings: [], exact: true });
  expect(places.map(({ from, seq, sides }) => `${from.code} ${seq} ${sides}`)).toEqual(['GD 1 2', 'HN 1 2']);
  for (const { hashes, receipts, holdings } of places) {
    expect([hashes.length, receipts.length]).toEqual([1, 1]);
    expect(holdings.map(({ isSealed, isReceipted }) => isSealed && isReceipted)).toEqual([true, true]);
  }
});

it('shows two hashes in a place that one side has changed, and whose is not sealed', async () => {
  await traced.alter('HN', { from: 'GD', to: 'HN', seq: 1 });

  const { isSound, findings, places } = await verify();

  expect(isSound).toBe(false);
  expect(findings).toContainEqual(expect.objectContaining({ province: { code: 'HN' }, seq: 1, problem: 'HASH' }));
  expect(findings.filter(({ province }) => province.code === 'GD')).toEqual([]);
  expect(places[0]?.hashes).toHaveLength(2);
  expect(places[0]?.holdings.map(({ province, isSealed }) => `${province.code} ${isSealed}`)).toEqual([
    'GD true',
    'HN false',
  ]);
});

it('shows one side only where the other has lost an entry', async () => {
  await traced.lose('HN', { from: 'GD', to: 'HN', seq: 1 });

  const { findings, places } = await verify();

  expect(places.map(({ from, sides }) => `${from.code} ${sides}`)).toEqual(['GD 1', 'HN 2']);
  expect(findings).toContainEqual(expect.objectContaining({ province: { code: 'HN' }, problem: 'SEEN' }));
});

it('says that it is verified from one side while the other is down', async () => {
  await traced.stop('HN');

  const { isSound, places, coverage } = await verify();

  expect({ isSound, exact: coverage.exact, sides: places.map(({ sides }) => sides) }).toEqual({
    isSound: true,
    exact: false,
    sides: [1, 1],
  });
});

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { tellTwice } from '../../support/exchange/tell-twice.js';
import { TracedWorld } from '../../support/exchange/traced-world.js';

const NO = formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 1 });
const VERIFY = `query ($no: ID!) { verifyChain(collaborationNo: $no) {
  isSound findings { province { code } link seq problem }
  places { from { code } to { code } seq sides hashes receipts holdings { province { code } isSealed isReceipted seal } }
  verdicts { province { code } peer { code } finding foundBy { code } wrong { code } missing { code } difference
    from { code } seq evidence { shownBy { code } entryHash entry seal } }
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
  readonly verdicts: readonly Verdict[];
  readonly coverage: { readonly exact: boolean };
}

interface Verdict {
  readonly province: Code;
  readonly peer: Code;
  readonly finding: string;
  readonly foundBy: Code;
  readonly wrong: readonly Code[];
  readonly missing: readonly Code[];
  readonly difference: string | null;
  readonly evidence: readonly { readonly shownBy: Code; readonly entryHash: string; readonly entry: string }[];
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

describe('the verdict on two provinces', () => {
  const codes = (list: readonly Code[]): readonly string[] => list.map(({ code }) => code);
  const shown = ({ province, peer, finding, difference, wrong, missing }: Verdict): string =>
    [`${province.code}-${peer.code}`, finding, difference, ...codes(wrong), ...codes(missing)]
      .filter((part) => part !== null)
      .join(' ');
  const verdicts = async (): Promise<readonly string[]> => (await verify()).verdicts.map(shown);

  it('is one for each pair that shares a chain: they agree', async () => {
    await traced.tellAndSettle({ from: 'GD', to: 'SC', collaborationNo: NO, event: 'legDispatched', leg: 'funds' });

    expect(await verdicts()).toEqual(['GD-HN AGREE', 'GD-SC AGREE']);
  });

  it('names who has told different things, with the two entries that it signed', async () => {
    await tellTwice(traced.world.house('GD'), { to: 'HN', seq: 1 });

    const [verdict] = (await verify()).verdicts;

    expect(verdict && shown(verdict)).toBe('GD-HN REFUTED FORK GD');
    expect(verdict).toMatchObject({ from: { code: 'GD' }, seq: 1 });
    const evidence = verdict?.evidence ?? [];
    expect(evidence.map(({ shownBy }) => shownBy.code).sort()).toEqual(['GD', 'HN']);
    expect(new Set(evidence.map(({ entryHash }) => entryHash)).size).toBe(2);
    for (const { entry, entryHash } of evidence) {
      expect(createHash('sha256').update(entry).digest('hex')).toBe(entryHash);
    }
  });

  it('names who is behind, and who shows what nobody has signed', async () => {
    await traced.lose('HN', { from: 'GD', to: 'HN', seq: 1 });
    expect(await verdicts()).toEqual(['GD-HN BEHIND MISSING HN']);

    await traced.alter('GD', { from: 'HN', to: 'GD', seq: 1 });
    await traced.lose('GD', { from: 'GD', to: 'HN', seq: 1 });
    expect(await verdicts()).toEqual(['GD-HN REFUTED ALTERED GD']);
  });

  it('cannot be told while one of them is down, and says which', async () => {
    await traced.stop('HN');

    expect(await verdicts()).toEqual(['GD-HN UNKNOWN HN']);
  });

  it('is that of the one who could find out, when the other could not', async () => {
    traced.unheard.add('GD');

    const { verdicts: found } = await verify();

    expect(found).toMatchObject([{ finding: 'AGREE', foundBy: { code: 'HN' }, missing: [] }]);
  });
});

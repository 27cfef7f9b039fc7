import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { TracedWorld } from '../../support/exchange/traced-world.js';

const NO = formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 1 });
const TRACE = `query ($no: ID!) { traceCase(collaborationNo: $no) {
  participants { code } holder { province { code } since }
  legs { province { code } name role state since dueAt asOf stale staleSince }
  entries { at event from { code } to { code } seq state receiptAt refusal isAfterGap isSeenMissing heldBy { code } }
  coverage { exact asked { code } missing { province { code } reason } }
} }`;

interface Code {
  readonly code: string;
}

interface Leg {
  readonly province: Code;
  readonly name: string;
  readonly role: string;
  readonly state: string | null;
  readonly since: string;
  readonly dueAt: string | null;
  readonly asOf: string;
  readonly stale: boolean;
  readonly staleSince: string | null;
}

interface Entry {
  readonly at: string;
  readonly event: string;
  readonly from: Code;
  readonly to: Code;
  readonly seq: number;
  readonly state: string;
  readonly isAfterGap: boolean;
  readonly isSeenMissing: boolean;
  readonly heldBy: readonly Code[];
}

interface Trace {
  readonly participants: readonly Code[];
  readonly holder: { readonly province: Code | null; readonly since: string | null } | null;
  readonly legs: readonly Leg[];
  readonly entries: readonly Entry[];
  readonly coverage: { readonly exact: boolean; readonly asked: readonly Code[]; readonly missing: readonly object[] };
}

let traced: TracedWorld;
beforeEach(async () => {
  traced = await TracedWorld.open(['GD', 'HN', 'SC', 'XJ']);
});
afterEach(async () => {
  await traced[Symbol.asyncDispose]();
});

const trace = (): Promise<Trace> => traced.ask<Trace>(TRACE, NO);
const codes = (list: readonly Code[]): readonly string[] => list.map(({ code }) => code);
const shown = ({ province, name, state, stale }: Leg): string =>
  `${name}@${province.code} ${state ?? '?'}${stale ? ' stale' : ''}`;
const DUE = '2026-03-20T09:00:00.000Z';

/** Guangdong receives and forwards; Hunan takes over, and accepts. */
async function forwardAndAccept(): Promise<void> {
  const gd = { from: 'GD', to: 'HN', collaborationNo: NO };
  const hn = { from: 'HN', to: 'GD', collaborationNo: NO };
  await traced.tellAndSettle({ ...gd, event: 'caseForwarded', leg: 'receive', state: 'FORWARDED' });
  await traced.tellAndSettle({ ...hn, event: 'handoffAcknowledged', leg: 'handle', state: 'SUBMITTED' });
  await traced.tellAndSettle({ ...hn, event: 'caseAccepted', leg: 'handle', state: 'ACCEPTED', dueAt: DUE });
}

describe('the trace of a case', () => {
  it('shows legs and entries in causal order, who holds it since when, and what is due', async () => {
    await forwardAndAccept();
    traced.asked.length = 0;

    const { participants, holder, legs, entries, coverage } = await trace();

    expect(codes(participants)).toEqual(['GD', 'HN']);
    expect([...traced.asked].sort()).toEqual(['GD', 'HN']);
    expect(coverage).toMatchObject({ exact: true, missing: [] });
    expect(entries.map(({ event, from, state }) => `${from.code} ${event} ${state}`)).toEqual([
      'GD caseForwarded ACKNOWLEDGED',
      'HN handoffAcknowledged ACKNOWLEDGED',
      'HN caseAccepted ACKNOWLEDGED',
    ]);
    expect(entries.map(({ heldBy }) => codes(heldBy))).toEqual(entries.map(() => ['GD', 'HN']));
    expect(legs.map(shown)).toEqual(['receive@GD FORWARDED', 'handle@HN ACCEPTED']);
    expect(legs[1]).toMatchObject({ role: 'HANDLE', since: entries[2]?.at, dueAt: DUE, staleSince: null });
    expect(holder).toEqual({ province: { code: 'HN' }, since: entries[1]?.at });
  });

  it('knows nothing of a number that its origin does not know, and asks nobody else', async () => {
    traced.asked.length = 0;

    expect(await trace()).toMatchObject({ participants: [], holder: null, legs: [], entries: [] });
    expect(traced.asked).toEqual(['GD']);
  });

  it('leaves responsibility where it is until the handoff is acknowledged, and takes it back with the result', async () => {
    const gd = { from: 'GD', to: 'HN', collaborationNo: NO };
    const hn = { from: 'HN', to: 'GD', collaborationNo: NO };
    await traced.tellAndSettle({ ...gd, event: 'caseForwarded', leg: 'receive', state: 'FORWARDED' });
    expect((await trace()).holder).toEqual({ province: { code: 'GD' }, since: null });

    await traced.tellAndSettle({
      ...hn,
      event: 'handoffAcknowledged',
      leg: 'handle',
      state: 'SUBMITTED',
      refuse: true,
    });
    expect((await trace()).holder).toEqual({ province: { code: 'GD' }, since: null });

    await traced.tellAndSettle({ ...hn, event: 'handoffAcknowledged', leg: 'handle', state: 'SUBMITTED' });
    await traced.tellAndSettle({ ...hn, event: 'resultReturned', leg: 'handle', state: 'RESULT_RETURNED' });
    expect((await trace()).holder?.province).toEqual({ code: 'HN' });

    await traced.tellAndSettle({ ...gd, event: 'resultAcknowledged', leg: 'receive', state: 'RESULT_RECEIVED' });
    expect((await trace()).holder?.province).toEqual({ code: 'GD' });

    await traced.tellAndSettle({ ...gd, event: 'resultDelivered', leg: 'deliver', state: 'DELIVERED' });
    const ended = await trace();
    expect(ended.holder).toEqual({ province: null, since: ended.entries.at(-1)?.at });
    expect(ended.legs.map(shown)).toContain('deliver@GD DELIVERED');
  });

  it('follows a joint case to every participant, and asks nobody else', async () => {
    for (const [to, leg] of [
      ['SC', 'release'],
      ['HN', 'funds'],
    ] as const) {
      const told = { collaborationNo: NO, leg };
      await traced.tellAndSettle({ ...told, from: 'GD', to, event: 'legDispatched', state: 'DISPATCHED' });
      await traced.tellAndSettle({ ...told, from: to, to: 'GD', event: 'legAcknowledged', state: 'ACKNOWLEDGED' });
    }
    traced.asked.length = 0;

    const { legs, holder } = await trace();

    expect(legs.map(shown)).toEqual(['release@SC ACKNOWLEDGED', 'funds@HN ACKNOWLEDGED']);
    expect(holder?.province).toEqual({ code: 'GD' });
    expect([...traced.asked].sort()).toEqual(['GD', 'HN', 'SC']);
  });
});

describe('while a province is missing', () => {
  it('its leg is shown as it was co-signed last, and stale since then', async () => {
    await forwardAndAccept();
    const before = (await trace()).entries;
    await traced.stop('HN');

    const { legs, entries, coverage } = await trace();

    expect(coverage).toMatchObject({ exact: false, missing: [{ province: { code: 'HN' }, reason: 'UNREACHABLE' }] });
    expect(legs.map(shown)).toEqual(['receive@GD FORWARDED', 'handle@HN ACCEPTED stale']);
    expect(legs[1]).toMatchObject({ staleSince: before[2]?.at, dueAt: DUE });
    expect(entries.map(({ event }) => event)).toEqual(before.map(({ event }) => event));
  });

  it('nothing is said of what it has not told with a receipt; when it answers, its own word counts', async () => {
    await forwardAndAccept();
    traced.world.network.weather = { ...traced.world.network.weather, cut: new Set(['HN>GD']) };
    const told = { from: 'HN', to: 'GD', collaborationNo: NO, event: 'caseSuspended', leg: 'handle' };
    await traced.tell({ ...told, state: 'SUSPENDED' });
    await traced.world.round(1_000);

    const live = await trace();
    await traced.stop('HN');
    const stale = await trace();

    expect(live.legs.map(shown)).toContain('handle@HN SUSPENDED');
    expect(live.entries.at(-1)).toMatchObject({
      event: 'caseSuspended',
      state: 'IN_TRANSIT',
      heldBy: [{ code: 'HN' }],
    });
    expect(stale.legs.map(shown)).toContain('handle@HN ACCEPTED stale');
    expect(stale.entries).toHaveLength(3);
  });

  it('and it is the origin, all others are asked, and those who know answer', async () => {
    await forwardAndAccept();
    await traced.stop('GD');
    traced.asked.length = 0;

    const { legs, entries, holder } = await trace();

    expect([...traced.asked].sort()).toEqual(['HN', 'SC', 'XJ']);
    expect(legs.map(shown)).toEqual(['receive@GD FORWARDED stale', 'handle@HN ACCEPTED']);
    expect(entries).toHaveLength(3);
    expect(holder?.province).toEqual({ code: 'HN' });
  });
});

describe('a gap', () => {
  it('is marked where nobody holds what an entry follows, and only there', async () => {
    await forwardAndAccept();
    const lost = { from: 'HN', to: 'GD', seq: 1 };

    await traced.lose('GD', lost);
    expect((await trace()).entries.map(({ isAfterGap }) => isAfterGap)).toEqual([false, false, false]);

    await traced.lose('HN', lost);
    const { entries } = await trace();
    expect(entries.map(({ event, isAfterGap }) => `${event} ${isAfterGap}`)).toEqual([
      'caseForwarded false',
      'caseAccepted true',
    ]);
  });

  it('is marked too where nobody holds what an entry has seen', async () => {
    await forwardAndAccept();
    const lost = { from: 'GD', to: 'HN', seq: 1 };
    await traced.lose('GD', lost);
    await traced.lose('HN', lost);

    const { entries } = await trace();

    expect(entries.map(({ isSeenMissing }) => isSeenMissing)).toEqual([true, true]);
  });
});

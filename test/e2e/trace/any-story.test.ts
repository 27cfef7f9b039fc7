import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { type ChainRecord, readCollaboration } from '../../../subgraphs/province/exchange/chain.js';
import { TracedWorld } from '../../support/exchange/traced-world.js';

const CODES = ['GD', 'HN', 'SC', 'XJ'];
const NO = formatCollaborationNo({ date: '20260302', gbCode: '440000', serial: 1 });
const TRACE = `query ($no: ID!) { traceCase(collaborationNo: $no) {
  participants { code } coverage { asked { code } missing { province { code } } }
  legs { province { code } name state stale asOf }
  entries { entryHash prevHash seenHash at state isAfterGap isSeenMissing heldBy { code } }
} }`;

interface Code {
  readonly code: string;
}

interface Trace {
  readonly participants: readonly Code[];
  readonly coverage: { readonly asked: readonly Code[]; readonly missing: readonly { readonly province: Code }[] };
  readonly legs: readonly { readonly province: Code; readonly name: string; readonly state: string; stale: boolean }[];
  readonly entries: readonly {
    readonly entryHash: string;
    readonly prevHash: string | null;
    readonly seenHash: string | null;
    readonly at: string;
    readonly state: string;
    readonly isAfterGap: boolean;
    readonly isSeenMissing: boolean;
    readonly heldBy: readonly Code[];
  }[];
}

const STATES = ['SUBMITTED', 'ACCEPTED', 'IN_REVIEW', 'SUSPENDED'];

const step = fc.record({
  from: fc.nat({ max: CODES.length - 1 }),
  to: fc.integer({ min: 1, max: CODES.length - 1 }),
  event: fc.constantFrom('caseForwarded', 'caseAccepted', 'handoffAcknowledged', 'note'),
  state: fc.constantFrom(...STATES),
  refuse: fc.boolean(),
  isCut: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  isSlow: fc.boolean(),
});

const story = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 9, size: 'max' }),
  lost: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }),
  stopped: fc.constantFrom(...CODES),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

async function live(traced: TracedWorld, { steps, lost }: Story): Promise<void> {
  const { world } = traced;
  for (const { from, to, isCut, isSlow, ...told } of steps) {
    const sender = CODES[from] ?? '';
    const addressee = CODES[(from + to) % CODES.length] ?? '';
    const leg = told.event === 'caseForwarded' ? 'receive' : 'handle';
    await traced.tell({ ...told, from: sender, to: addressee, collaborationNo: NO, leg });
    const cut = isCut ? [`${sender}>${addressee}`, `${addressee}>${sender}`] : [];
    world.network.weather = { ...world.network.weather, cut: new Set(cut) };
    await world.round(isSlow ? 90_000 : 0);
    await world.round();
  }
  for (const [who, which] of lost) {
    const province = CODES[who % CODES.length] ?? '';
    const records = await recordsOf(traced, province);
    const record = records[which % Math.max(records.length, 1)];
    if (record !== undefined) await traced.lose(province, record);
  }
}

async function recordsOf(traced: TracedWorld, province: string): Promise<readonly ChainRecord[]> {
  const house = traced.world.house(province);
  return (await house.run((transaction) => readCollaboration(transaction, province, NO))).records;
}

/** What each province holds, of those that answer and are asked: from the origin on, or all when it is the one missing. */
async function holdings(traced: TracedWorld, missing: readonly string[]) {
  const held = new Map<string, readonly ChainRecord[]>();
  for (const code of CODES) if (!missing.includes(code)) held.set(code, await recordsOf(traced, code));
  const asked = new Set(missing.includes('GD') ? CODES : ['GD']);
  for (const code of asked) {
    for (const { from, to } of held.get(code) ?? []) asked.add(from).add(to);
    if ((held.get(code) ?? []).length > 0) asked.add('GD');
  }
  return { asked, held: new Map([...held].filter(([code]) => asked.has(code))) };
}

/** The trace computed anew, entry by entry, from the union of all chains. */
async function expectTrace(traced: TracedWorld, missing: readonly string[]): Promise<void> {
  const { asked, held } = await holdings(traced, missing);
  const trace = await traced.ask<Trace>(TRACE, NO);
  const union = new Map([...held.values()].flat().map((record) => [record.entryHash, record]));
  const holders = (hash: string) => [...held].filter(([, records]) => records.some((one) => one.entryHash === hash));
  const holds = (records: readonly ChainRecord[], hash: string | null): boolean =>
    records.some(({ entryHash }) => entryHash === hash);

  expect(trace.coverage.asked.map(({ code }) => code)).toEqual(CODES.filter((code) => asked.has(code)));
  expect(trace.coverage.missing.map(({ province }) => province.code)).toEqual(
    missing.filter((code) => asked.has(code)),
  );
  expect(trace.entries.map(({ entryHash }) => entryHash).sort()).toEqual([...union.keys()].sort());
  trace.entries.forEach((entry, index) => {
    const { entryHash, prevHash, seenHash } = entry;
    const having = holders(entryHash);
    const receipt = having.flatMap(
      ([, records]) => records.find((one) => one.entryHash === entryHash)?.receipt ?? [],
    )[0];
    const later = trace.entries.slice(index).map((one) => one.entryHash);
    const state = receipt === undefined ? 'IN_TRANSIT' : receipt.result === 'APPLIED' ? 'ACKNOWLEDGED' : 'REFUSED';
    expect(entry).toMatchObject({
      state,
      heldBy: having.map(([code]) => ({ code })).sort((a, b) => (a.code < b.code ? -1 : 1)),
      isAfterGap: prevHash !== null && !having.some(([, records]) => holds(records, prevHash)),
      isSeenMissing: seenHash !== null && !having.some(([, records]) => holds(records, seenHash)),
    });
    for (const earlier of [prevHash, seenHash]) expect(later).not.toContain(earlier);
  });
  for (const { province, name, state, stale } of trace.legs) {
    const own = held.get(province.code);
    const isOwnWord = own !== undefined && saidOf(own, province.code, name).length > 0;
    const known = isOwnWord ? saidOf(own, province.code, name) : saidOf([...union.values()], province.code, name, true);
    expect({ name, stale }).toEqual({ name, stale: !isOwnWord });
    expect(known).toContain(state);
  }
}

/** What a province said of its leg last; several things where it told several peers in one instant. */
function saidOf(records: readonly ChainRecord[], province: string, name: string, isSigned = false): readonly string[] {
  const events = name === 'receive' ? ['caseForwarded'] : ['caseAccepted', 'handoffAcknowledged'];
  return records
    .filter(({ from, event }) => from === province && events.includes(event))
    .filter(({ receipt }) => (receipt === null ? !isSigned : receipt.result === 'APPLIED'))
    .filter(({ at }, _index, all) => all.every((other) => other.at <= at))
    .map(({ payload }) => (JSON.parse(payload) as { readonly state: string }).state);
}

it('is traced over all provinces as over the union of their chains, with and without one of them', async () => {
  const property = fc.asyncProperty(story, async (told) => {
    await using traced = await TracedWorld.open(CODES);
    await live(traced, told);

    await expectTrace(traced, []);
    await traced.stop(told.stopped);
    await expectTrace(traced, [told.stopped]);
  });

  await fc.assert(property, { numRuns: Number(process.env['RUNS'] ?? 8), seed: 20260302, endOnFailure: true });
}, 180_000);

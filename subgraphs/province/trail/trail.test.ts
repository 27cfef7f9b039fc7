import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKeyRing } from '../../../test/support/exchange/key-ring.js';
import { accessTo, officer, proofBy } from '../../../test/support/trail/trail-desk.js';
import { type HashedEntry, type SignedHead, verifyTrail } from './trail.rules.js';
import { hashTrailEntry, signHead } from './trail-proof.service.js';

const keyRing = createKeyRing(['GD', 'HN']);
const proof = proofBy(keyRing.keys);

/** A trail of so many entries, two to a batch, and its head. */
async function createTrail(count: number): Promise<{ entries: readonly HashedEntry[]; head: SignedHead }> {
  const entries: HashedEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const { subject, role = null, province = null, unit = null } = officer;
    const entry = {
      ...accessTo(`p${seq % 3}`),
      ...{ seq, id: `GD:AccessTrailEntry:${seq}`, at: timeOf(seq), prevHash: entries.at(-1)?.hash ?? null },
      ...{
        reader: { subject, role, province, unit },
        purpose: { code: 'CASE_HANDLING', reference: undefined } as const,
      },
      ...{ operation: 'a'.repeat(64), withheld: null },
    };
    entries.push({ ...entry, hash: hashTrailEntry(entry) });
  }
  const hash = entries.at(-1)?.hash ?? '';
  return {
    entries,
    head: await signHead(keyRing.signerOf('GD'), { province: 'GD', seq: count, hash, at: timeOf(count) }),
  };
}

const timeOf = (seq: number): string => new Date(Date.parse('2026-03-02T02:00:00Z') + Math.ceil(seq / 2)).toISOString();

/** Joins entries anew, as somebody would who has the database but not the key. */
function rejoined(entries: readonly HashedEntry[]): readonly HashedEntry[] {
  const joined: HashedEntry[] = [];
  for (const entry of entries) {
    const whole = { ...entry, seq: joined.length + 1, prevHash: joined.at(-1)?.hash ?? null };
    joined.push({ ...whole, hash: hashTrailEntry(whole) });
  }
  return joined;
}

type Tampering = (entries: readonly HashedEntry[], index: number) => readonly HashedEntry[];

const replaced = (change: (entry: HashedEntry) => Partial<HashedEntry>): Tampering => {
  return (entries, index) => entries.map((entry, at) => (at === index ? { ...entry, ...change(entry) } : entry));
};

const tamperings: Readonly<Record<string, Tampering>> = {
  'another person': replaced(() => ({ person: accessTo('other').person })),
  'another reader': replaced(({ reader }) => ({ reader: { ...reader, unit: null } })),
  'another role': replaced(({ reader }) => ({ reader: { ...reader, role: 'clerk' } })),
  'another purpose': replaced(() => ({ purpose: { code: 'EVIDENCE', reference: undefined } })),
  'another reference': replaced(({ purpose }) => ({ purpose: { ...purpose, reference: 'x' } })),
  'another basis': replaced(({ basis }) => ({ basis: { ...basis, kind: 'LAW' } })),
  'other words of the basis': replaced(({ basis }) => ({ basis: { ...basis, text: '' } })),
  'fewer classes': replaced(() => ({ classes: ['NAME'] })),
  'no case': replaced(() => ({ caseId: null })),
  'another operation': replaced(() => ({ operation: 'b'.repeat(64) })),
  'another id': replaced(() => ({ id: 'GD:AccessTrailEntry:0' })),
  'another instant': replaced(() => ({ at: '2026-03-02T01:00:00.000Z' })),
  'withheld afterwards': replaced(() => ({
    withheld: { basis: 'WOULD_IMPEDE_DUTY', until: '2099-01-01T00:00:00.000Z' },
  })),
  'another hash': replaced(() => ({ hash: '0'.repeat(64) })),
  'left out': (entries, index) => entries.toSpliced(index, 1),
  'put in': (entries, index) => [...entries.slice(0, index + 1), ...entries.slice(index)],
  exchanged: (entries, index) => entries.toSpliced(index, 2, ...entries.slice(index, index + 2).reverse()),
  'cut off behind it': (entries, index) => entries.slice(0, index),
};

it('finds nothing wrong with a trail that nobody touched, however long', async () => {
  for (const count of [0, 1, 2, 7]) {
    const { entries, head } = await createTrail(count);
    expect(verifyTrail(entries, count === 0 ? undefined : head, proof)).toEqual([]);
  }
});

it.each(Object.keys(tamperings))(
  'finds what was done to a trail: %s, at any place, joined anew or not',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.boolean(), async (count, place, isRejoined) => {
        const { entries, head } = await createTrail(count);
        const index = place % (name === 'exchanged' ? count - 1 : count);
        const touched = tamperings[name]?.(entries, index) ?? [];
        const shown = isRejoined && name !== 'another hash' ? rejoined(touched) : touched;

        expect(verifyTrail(shown, head, proof)).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
);

it('takes no head that the province did not sign as it stands', async () => {
  const { entries, head } = await createTrail(4);
  const shorter = { ...head, seq: 3, hash: entries[2]?.hash ?? '', at: timeOf(3) };
  const foreign = await signHead(keyRing.signerOf('HN'), head);

  expect(verifyTrail(entries.slice(0, 3), shorter, proof)).toEqual([{ seq: 3, kind: 'HEAD_UNSIGNED' }]);
  expect(verifyTrail(entries, { ...head, at: timeOf(9) }, proof)).toEqual([{ seq: 4, kind: 'HEAD_UNSIGNED' }]);
  expect(verifyTrail(entries, foreign, proof)).toEqual([{ seq: 4, kind: 'HEAD_UNSIGNED' }]);
  expect(verifyTrail(entries, undefined, proof)).toEqual([{ seq: 4, kind: 'HEAD_UNSIGNED' }]);
  expect(verifyTrail([], head, proof)).toEqual([{ seq: 4, kind: 'HEAD_DIFFERS' }]);
});

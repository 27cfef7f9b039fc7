import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordsOf } from '../../../test/support/exchange/read-stores.js';
import { type Aftermath, runStorm } from '../../../test/support/exchange/storm.js';
import type { ChainRecord, Chains } from './chain.js';
import { compareChains } from './compare-chains.js';
import { hashEntry, sealPayload } from './envelope.js';
import { verifyChain } from './verify-chain.js';

let aftermath: Aftermath;
beforeAll(async () => {
  aftermath = await runStorm({ seed: 5, steps: 30, provinces: ['GD', 'HN'], collaborations: 3 });
});

const keysOf = () => aftermath.history.keys;
const chainsOf = (province: string): Chains => {
  const store = aftermath.stores.find((candidate) => candidate.province === province);
  if (store === undefined) throw new Error('no such province');
  return { province, records: recordsOf(store) };
};

/** What the two sides together find out when one of them has changed its records. */
function findings(changed: Chains): number {
  const other = chainsOf(changed.province === 'GD' ? 'HN' : 'GD');
  const compared = compareChains({ a: changed, b: other, keys: keysOf() });
  return verifyChain(changed, keysOf()).length + (compared === undefined ? 0 : 1);
}

const place = fc.record({ province: fc.constantFrom('GD', 'HN'), index: fc.nat() });

function change(at: { province: string; index: number }, edit: (record: ChainRecord) => ChainRecord): Chains {
  const { province, records } = chainsOf(at.province);
  const index = at.index % records.length;
  return { province, records: records.map((record, n) => (n === index ? edit(record) : record)) };
}

/** Every text and number in a record, by its path. */
const fields = [
  ...['id', 'collaborationNo', 'from', 'to', 'seq', 'event', 'payload', 'payloadDigest', 'prevHash', 'seenHash'],
  ...['at', 'entryHash', 'state', 'seal.kid', 'seal.sentAt', 'seal.signature'],
  ...['receipt.envelopeId', 'receipt.entryHash', 'receipt.result', 'receipt.code', 'receipt.at'],
  ...['receipt.kid', 'receipt.signature'],
];

function flip(value: unknown, bit: number): unknown {
  if (typeof value === 'number') return value ^ (1 << (bit % 8));
  if (typeof value !== 'string' || value.length === 0) return value;
  const index = Math.floor(bit / 7) % value.length;
  const flipped = String.fromCharCode(value.charCodeAt(index) ^ (1 << (bit % 7)));
  return value.slice(0, index) + flipped + value.slice(index + 1);
}

it('finds nothing in the chains of an honest storm', () => {
  const [a, b] = [chainsOf('GD'), chainsOf('HN')];

  expect([...verifyChain(a, keysOf()), ...verifyChain(b, keysOf())]).toEqual([]);
  expect(compareChains({ a, b, keys: keysOf() })).toBeUndefined();
  expect(a.records.length).toBeGreaterThan(20);
});

it('finds every changed bit of every field', () => {
  const property = fc.property(place, fc.constantFrom(...fields), fc.nat({ max: 10_000 }), (at, field, bit) => {
    const [name = '', inner] = field.split('.');
    let isChanged = false;
    const edit = (record: ChainRecord): ChainRecord => {
      const value = (record as unknown as Record<string, unknown>)[name];
      if (inner === undefined) {
        const flipped = flip(value, bit);
        isChanged = flipped !== value;
        return { ...record, [name]: flipped };
      }
      if (value === null || typeof value !== 'object') return record;
      const flipped = flip((value as Record<string, unknown>)[inner], bit);
      isChanged = flipped !== (value as Record<string, unknown>)[inner];
      return { ...record, [name]: { ...value, [inner]: flipped } };
    };
    const changed = change(at, edit);
    fc.pre(isChanged);

    expect(findings(changed)).toBeGreaterThan(0);
  });

  fc.assert(property, { numRuns: 250 });
});

it('finds every deletion, at the end of a link too, and every exchange of two entries', () => {
  const property = fc.property(place, fc.nat(), (at, other) => {
    const { province, records } = chainsOf(at.province);
    const [i, j] = [at.index % records.length, other % records.length];
    const without = records.filter((_, index) => index !== i);
    const swapped = records.map((record, index) => {
      const seq = index === i ? records[j]?.seq : index === j ? records[i]?.seq : undefined;
      return seq === undefined ? record : { ...record, seq };
    });

    expect(findings({ province, records: without })).toBeGreaterThan(0);
    fc.pre(records[i]?.seq !== records[j]?.seq);
    expect(findings({ province, records: swapped })).toBeGreaterThan(0);
  });

  fc.assert(property, { numRuns: 100 });
});

it('proves a sender wrong who rewrites its own chain from some entry on, with all hashes put right', () => {
  const { province, records } = chainsOf('GD');
  const first = records.findIndex((record) => record.from === 'GD' && record.seq === 2);
  const target = records[first];
  if (target === undefined) throw new Error('the storm left no second entry');
  let prevHash = target.prevHash;
  const rewritten = records.map((record) => {
    const isBehind = record.from === 'GD' && record.collaborationNo === target.collaborationNo && record.seq >= 2;
    if (!isBehind) return record;
    const entry = { ...record, ...(record.seq === 2 ? sealPayload({ forged: true }) : {}), prevHash };
    prevHash = hashEntry(entry);
    return { ...entry, entryHash: prevHash, seal: null, receipt: null, state: 'PENDING' as const };
  });

  const found = compareChains({ a: { province, records: rewritten }, b: chainsOf('HN'), keys: keysOf() });

  const { collaborationNo } = target;
  expect(found).toEqual({ kind: 'FORK', collaborationNo, from: 'GD', to: 'HN', seq: 2, wrong: ['GD'] });
});

it('names who is proven wrong', () => {
  const keys = keysOf();
  const wrongOf = (a: Chains, b: Chains) => {
    const found = compareChains({ a, b, keys });
    return found === undefined ? undefined : { kind: found.kind, wrong: found.wrong };
  };
  const [gd, hn] = [chainsOf('GD'), chainsOf('HN')];
  const sentByGd = (record: ChainRecord): boolean => record.from === 'GD' && record.seq === 1;
  const edit = ({ province, records }: Chains, editOne: (record: ChainRecord) => ChainRecord): Chains => ({
    province,
    records: records.map((record) => (sentByGd(record) ? editOne(record) : record)),
  });
  const without = ({ province, records }: Chains): Chains => ({
    province,
    records: records.filter((record) => !sentByGd(record)),
  });
  const forge = (record: ChainRecord): ChainRecord => ({ ...record, ...sealPayload({ forged: true }) });
  const unsign = (record: ChainRecord): ChainRecord =>
    record.receipt === null ? record : { ...record, receipt: { ...record.receipt, at: '2027-01-01T00:00:00.000Z' } };

  expect(wrongOf(edit(gd, forge), hn)).toEqual({ kind: 'ALTERED', wrong: ['GD'] });
  expect(wrongOf(gd, edit(hn, forge))).toEqual({ kind: 'ALTERED', wrong: ['HN'] });
  expect(wrongOf(edit(gd, unsign), hn)).toEqual({ kind: 'RECEIPT', wrong: ['GD'] });
  expect(wrongOf(gd, edit(hn, unsign))).toEqual({ kind: 'RECEIPT', wrong: ['HN'] });
  expect(wrongOf(without(gd), hn)).toEqual({ kind: 'MISSING', wrong: ['GD'] });
  expect(wrongOf(gd, without(hn))).toEqual({ kind: 'MISSING', wrong: ['HN'] });
  expect(
    wrongOf(
      edit(gd, (record) => ({ ...record, receipt: null })),
      without(hn),
    ),
  ).toBeUndefined();
});

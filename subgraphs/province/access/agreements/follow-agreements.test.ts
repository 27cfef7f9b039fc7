import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { aSuspension, anAgreement, anItemClause, unsigned } from '../../../../test/support/agreements/an-agreement.js';
import { createKeyRing, type KeyRing } from '../../../../test/support/exchange/key-ring.js';
import type { Agreement } from '../../shared/agreement.js';
import { AgreementFolder } from './follow-agreements.js';
import { signDocument } from './sign-document.js';
import { contentOf, type SignedDocument } from './signed-document.js';

const NOW = Date.parse('2026-03-02T01:00:00.000Z');

/** A folder of files, and who looks into it. */
class Shelf implements Disposable {
  readonly ring: KeyRing = createKeyRing(['GD', 'HN', 'SC']);
  readonly problems: string[] = [];
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'tongban-agreements-'));
  readonly book = new AgreementFolder({
    folder: this.#folder,
    clock: { nowMs: () => NOW },
    onProblem: (problem) => this.problems.push(problem),
  });

  /** Puts a file there, and lets the province look until what must wait has had its turn. */
  async put(name: string, content: SignedDocument | string): Promise<void> {
    writeFileSync(path.join(this.#folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    for (let looks = 0; looks < 4; looks += 1) await this.book.look(this.ring.keys);
  }

  async signed(document: SignedDocument, ...provinces: readonly string[]): Promise<SignedDocument> {
    let signed = document;
    for (const province of provinces) signed = await signDocument(signed, this.ring.signerOf(province), NOW);
    return signed;
  }

  get versions(): readonly string[] {
    return this.book.current().map(({ agreement: { number, version } }) => `${number} ${version}`);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const agreement = (changes: Partial<Agreement> = {}): SignedDocument => unsigned(anAgreement(changes));

it('counts an agreement when all parties have signed it, in whatever order, and however it is laid out', async () => {
  using shelf = new Shelf();
  const signed = await shelf.signed(agreement(), 'HN', 'GD');
  const { signatures } = signed;
  const otherwise = Object.fromEntries(Object.entries(contentOf(signed)).reverse());

  await shelf.put('a.json', JSON.stringify({ signatures, agreement: otherwise }, null, 8));

  expect(shelf.problems).toEqual([]);
  expect(shelf.versions).toEqual(['GD-HN-1 1']);
});

it.each([
  ['the signature of HN is missing', (shelf: Shelf) => shelf.signed(agreement(), 'GD')],
  ['SC has signed what is not for it to sign', (shelf: Shelf) => shelf.signed(agreement(), 'GD', 'HN', 'SC')],
  [
    'the signature of GD is not one of this text',
    async (shelf: Shelf) => {
      const { signatures } = await shelf.signed(agreement(), 'GD', 'HN');
      return { ...agreement({ parties: ['HN', 'GD'] }), signatures };
    },
  ],
  [
    'the signature of HN is not one of this text',
    async (shelf: Shelf) => {
      const signed = await shelf.signed(agreement(), 'GD', 'HN');
      const [first, second] = signed.signatures;
      return { ...signed, signatures: [first, { ...second, signature: first?.signature }] } as SignedDocument;
    },
  ],
  [
    'is not one of HN at',
    async (shelf: Shelf) => {
      const signed = await shelf.signed(agreement(), 'GD', 'HN');
      const [first, second] = signed.signatures;
      return { ...signed, signatures: [first, { ...second, kid: first?.kid }] } as SignedDocument;
    },
  ],
  [
    'HN has signed in the future',
    async (shelf: Shelf) =>
      signDocument(await shelf.signed(agreement(), 'GD'), shelf.ring.signerOf('HN'), NOW + 3_600_000),
  ],
  [
    'HN has signed twice',
    async (shelf: Shelf) => {
      const signed = await shelf.signed(agreement(), 'GD', 'HN');
      return { ...signed, signatures: [...signed.signatures, ...signed.signatures.slice(1)] };
    },
  ],
])('counts nothing of an agreement of which it must say: %s', async (problem, make) => {
  using shelf = new Shelf();

  await shelf.put('a.json', await make(shelf));

  expect(shelf.problems.join()).toContain(`a.json: `);
  expect(shelf.problems.join()).toContain(problem);
  expect(shelf.versions).toEqual([]);
});

const broken = (changes: object): string =>
  JSON.stringify({ agreement: { ...anAgreement(), ...changes }, signatures: [] });

it.each([
  ['{', 'is not JSON'],
  [broken({ colour: 'red' }), 'agreement has "colour", which is not known. Remove it'],
  [
    JSON.stringify({ agreement: { ...anAgreement(), validity: undefined }, signatures: [] }),
    'agreement lacks "validity". Add it.',
  ],
  [broken({ parties: ['GD', 'ZZ'] }), 'agreement.parties: there is no province ZZ'],
  [
    broken({ validity: { from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' } }),
    '"until" does not come after',
  ],
  [broken({ clauses: { items: [anItemClause(), anItemClause()], dataGrants: [] } }), 'two clauses have the number 3.1'],
  [
    broken({ clauses: { items: [anItemClause({ items: ['no-such-item'] })], dataGrants: [] } }),
    'agreement.clauses.items.0.items: "no-such-item" is not a national item',
  ],
  [
    broken({ clauses: { items: [anItemClause({ from: ['SC'] })], dataGrants: [] } }),
    'agreement.clauses.items.0: SC is not a party',
  ],
  [
    broken({
      parties: ['GD', 'BJ'],
      clauses: { items: [anItemClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })], dataGrants: [] },
    }),
    'BJ is no member of PAN_PEARL_RIVER_DELTA',
  ],
  [
    broken({ liaison: [{ province: 'GD', office: { zh: '甲', en: 'a' }, phone: '13800138000', name: '张三' }] }),
    'has "name"',
  ],
])('says of a file that cannot be read where it is wrong and how to mend it: %#', async (text, problem) => {
  using shelf = new Shelf();

  await shelf.put('a.json', text);

  expect(shelf.problems.join('\n')).toContain(`a.json: `);
  expect(shelf.problems.join('\n')).toContain(problem);
});

it('goes on with what stood in a file when its change does not count, and says so once', async () => {
  using shelf = new Shelf();
  await shelf.put('a.json', await shelf.signed(agreement(), 'GD', 'HN'));

  await shelf.put('a.json', '{');
  await shelf.put('a.json', await shelf.signed(agreement({ version: 2 }), 'GD'));
  const kept = shelf.versions;
  await shelf.put('a.json', await shelf.signed(agreement({ version: 2 }), 'GD', 'HN'));

  expect(kept).toEqual(['GD-HN-1 1']);
  expect(shelf.problems).toHaveLength(2);
  expect(shelf.versions).toEqual(['GD-HN-1 2']);
});

it('counts an agreement as soon as the key is published that signed it', async () => {
  using shelf = new Shelf();
  const stranger = createKeyRing(['HN']);
  const signed = await signDocument(await shelf.signed(agreement(), 'GD'), stranger.signerOf('HN'), NOW);
  await shelf.put('a.json', signed);
  const before = shelf.versions;
  const both = {
    findKey: (province: string, kid: string, at: string) =>
      stranger.keys.findKey(province, kid, at) ?? shelf.ring.keys.findKey(province, kid, at),
  };

  for (let looks = 0; looks < 4; looks += 1) await shelf.book.look(both);

  expect(before).toEqual([]);
  expect(shelf.versions).toEqual(['GD-HN-1 1']);
});

it('counts neither of two texts of one version', async () => {
  using shelf = new Shelf();
  await shelf.put('a.json', await shelf.signed(agreement(), 'GD', 'HN'));
  await shelf.put('copy.json', await shelf.signed(agreement(), 'HN', 'GD'));
  const same = shelf.versions;

  await shelf.put('b.json', await shelf.signed(agreement({ liaison: [], isSynthetic: false }), 'GD', 'HN'));

  expect(same).toEqual(['GD-HN-1 1']);
  expect(shelf.problems.join()).toContain('there are different texts of GD-HN-1 version 1');
  expect(shelf.versions).toEqual([]);
});

it('lets one party suspend, that party alone lift it, and all of them terminate', async () => {
  using shelf = new Shelf();
  const [entry] = [() => shelf.book.current()[0]];
  await shelf.put('a.json', await shelf.signed(agreement(), 'GD', 'HN'));
  await shelf.put('s1.json', await shelf.signed(aSuspension(), 'HN'));
  const suspended = entry()?.suspensions.map(({ untilMs }) => untilMs);
  const until = '2026-04-01T00:00:00+08:00';
  await shelf.put('s2.json', await shelf.signed(aSuspension({ version: 2, until }), 'GD'));
  await shelf.put('s3.json', await shelf.signed(aSuspension({ version: 2, until, by: 'GD' }), 'GD'));
  const others = entry()?.suspensions.map(({ untilMs }) => untilMs);
  await shelf.put('s4.json', await shelf.signed(aSuspension({ version: 2, until }), 'HN'));
  const lifted = entry()?.suspensions.map(({ untilMs }) => untilMs);
  const end = aSuspension({ number: 'T-1', kind: 'TERMINATION', by: null });
  await shelf.put('t.json', await shelf.signed(end, 'HN'));
  const byOne = entry()?.terminatedFromMs;
  await shelf.put('t.json', await shelf.signed(end, 'HN', 'GD'));

  expect(suspended).toEqual([null]);
  expect(others).toContain(null);
  expect(lifted).toEqual([Date.parse(until), Date.parse(until)]);
  expect(byOne).toBeNull();
  expect(entry()?.terminatedFromMs).toBe(Date.parse('2026-03-01T00:00:00+08:00'));
});

it('does not count a suspension by somebody who is no party', async () => {
  using shelf = new Shelf();
  await shelf.put('a.json', await shelf.signed(agreement(), 'GD', 'HN'));

  await shelf.put('s.json', await shelf.signed(aSuspension({ by: 'SC' }), 'SC'));

  expect(shelf.problems).toEqual(['s.json: SC is not a party to GD-HN-1.']);
  expect(shelf.book.current()[0]?.suspensions).toEqual([]);
});

// What compareItem shows over a real gateway is what somebody finds who lays the rows side by side.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ComparedAspect, findDifferences, FOUR_SAME, ItemAspectKind } from '../../../schema/item-aspects.js';
import type { CatalogueTables, ServiceItemRow } from '../../../subgraphs/province/catalogue/index.js';
import { openProvinceStorage, readInstance } from '../../../subgraphs/province/province.js';
import { naiveDifferences } from '../../support/consultations/naive-differences.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const CODES = ['GD', 'HN', 'SC'];

let network: TestNetwork;
const rows = new Map<string, readonly ServiceItemRow[]>();
beforeAll(async () => {
  network = await startNetwork({ provinces: CODES, cases: 3 });
  for (const code of CODES) {
    const place = { instance: readInstance(code), dataDir: network.dataDir, database: network.databaseOf(code) };
    const storage = await openProvinceStorage(place);
    const items = storage.em.fork().getKysely<CatalogueTables>().selectFrom('service_item').selectAll();
    rows.set(code, await items.execute());
    await storage.close(true);
  }
}, 120_000);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Compared {
  readonly implementations: readonly { readonly province: { readonly code: string } }[];
  readonly aspects: readonly ComparedAspect[];
  readonly coverage: {
    readonly exact: boolean;
    readonly asked: readonly { readonly code: string }[];
    readonly missing: readonly { readonly province: { readonly code: string } }[];
  };
}

async function compare(item: string, provinces: readonly string[]): Promise<Compared> {
  const query = `query ($item: ID!, $provinces: [ID!]) { compareItem(standardItem: $item, provinces: $provinces) {
    implementations { province { code } } aspects { kind subject values { value provinces { code } } }
    coverage { exact asked { code } missing { province { code } } } } }`;
  const { data, errors } = await network.query(query, { item: `CN:StandardItem:${item}`, provinces });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data as unknown as { readonly compareItem: Compared }).compareItem;
}

/** The differences of two provinces as the oracle writes them. */
function shown({ aspects, implementations }: Compared, [a, b]: readonly [string, string]): readonly string[] {
  const performers = implementations.map(({ province }) => province.code);
  return findDifferences(aspects, performers)
    .flatMap(({ kind, subject, values }) => {
      const of = (code: string) => [...values].find(([, codes]) => codes.includes(code))?.[0] ?? '-';
      return of(a) === of(b) ? [] : [`${kind} ${subject}: ${of(a)} | ${of(b)}`];
    })
    .sort();
}

it('shows every difference of two provinces, and nothing else, for every item that both perform', async () => {
  const rowOf = (code: string, item: string) => rows.get(code)?.find((row) => row.item_code === item);
  const items = (rows.get('GD') ?? [])
    .map(({ item_code: item }) => item)
    .filter((item) => rowOf('HN', item) !== undefined);
  let differences = 0;
  for (const item of items.filter((_, index) => index % 4 === 0)) {
    const [ours, theirs] = [rowOf('GD', item), rowOf('HN', item)];
    if (ours === undefined || theirs === undefined) throw new Error('Both perform it.');

    const compared = await compare(item, ['GD', 'HN']);

    const expected = naiveDifferences(ours, theirs);
    expect(shown(compared, ['GD', 'HN'])).toEqual(expected);
    differences += expected.length;
  }
  expect(differences).toBeGreaterThan(50);
});

it('compares as many provinces as are asked, pair by pair the same', async () => {
  const item = (rows.get('GD') ?? []).find((row) =>
    CODES.every((code) => rows.get(code)?.some((other) => other.item_code === row.item_code)),
  );
  const code = item?.item_code ?? '';
  const of = (province: string) => rows.get(province)?.find((row) => row.item_code === code);

  const compared = await compare(code, CODES);

  for (const [a, b] of [
    ['GD', 'HN'],
    ['HN', 'SC'],
    ['GD', 'SC'],
  ] as const) {
    const [one, other] = [of(a), of(b)];
    if (one === undefined || other === undefined) throw new Error('All perform it.');
    expect(shown(compared, [a, b])).toEqual(naiveDifferences(one, other));
  }
  expect(compared.coverage).toMatchObject({ exact: true, missing: [] });
});

it('shows the four that must be the same as aspects of their own, marked as unverified', async () => {
  const query = `{ compareItem(standardItem: "CN:StandardItem:nia-passport-renew", provinces: ["GD", "HN"]) {
    aspects { kind isOfFourSame heldBy } } }`;

  const { data } = await network.query(query);

  const { aspects } = (
    data as unknown as { compareItem: { aspects: { kind: string; isOfFourSame: boolean; heldBy: number }[] } }
  ).compareItem;
  const four = aspects.filter(({ isOfFourSame }) => isOfFourSame);
  expect(four.map(({ kind }) => kind).toSorted()).toEqual(FOUR_SAME.toSorted());
  expect(four.map(({ heldBy }) => heldBy)).toEqual([2, 2, 2, 2]);
  expect(FOUR_SAME.every((kind) => ItemAspectKind.entries[kind].labelEn.endsWith('[M]'))).toBe(true);
});

it('asks those only who are named, and names who is missing', async () => {
  const query = `{ compareItem(standardItem: "CN:StandardItem:nia-passport-renew", provinces: ["GD", "HN"]) { offeredBy } }`;
  await network.query(query);
  await network.province('SC').stop();

  const [two, three] = [await compare('nia-passport-renew', ['GD', 'HN']), await compare('nia-passport-renew', CODES)];

  expect(two.coverage).toMatchObject({ exact: true, asked: [{ code: 'GD' }, { code: 'HN' }] });
  expect(three.coverage).toMatchObject({ exact: false, missing: [{ province: { code: 'SC' } }] });
  expect(three.aspects).toEqual(two.aspects);
});

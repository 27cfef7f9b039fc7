import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { StorageError } from '../server/errors.js';
import { startNational } from './national.js';

interface Answer {
  data: Record<string, never> | null;
  errors?: { path?: (string | number)[]; extensions: { code: string } }[];
}

/** A national subgraph of its own, whose SQL statements since the start are counted. */
async function startTestNational() {
  const resources = new AsyncDisposableStack();
  const folder = mkdtempDisposableSync(join(tmpdir(), 'tongban-national-'));
  resources.defer(() => folder.remove());
  const sql: string[] = [];
  const server = resources.use(
    await startNational({ dataDir: folder.path, port: 0, onSql: (statement) => sql.push(statement) }),
  );
  sql.length = 0;
  const ask = async (query: string, variables: object = {}): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return (await response.json()) as Answer;
  };
  return { ask, sql, dataDir: folder.path, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on StandardItem { code nameZh competentAuthority { key } }
  ... on Province { nameEn regions { code } }
} }`;

it('loads 1,000 standard items by reference with one statement, and their authorities with another', async () => {
  await using national = await startTestNational();
  const known = await national.ask('{ standardItems { id code } }');
  const items = known.data?.['standardItems'] as unknown as { id: string; code: string }[];
  const ids = Array.from({ length: 1000 }, (_, n) =>
    n % 2 === 0 ? items[n % items.length]?.id : `CN:StandardItem:no-${n}`,
  );
  national.sql.length = 0;

  const answer = await national.ask(ENTITIES, { r: ids.map((id) => ({ __typename: 'StandardItem', id })) });

  const entities = answer.data?.['_entities'] as unknown as ({ code: string } | null)[];
  const codes = ids.map((id) => items.find((item) => item.id === id)?.code);
  expect(answer.errors).toBeUndefined();
  expect(entities.map((entity) => entity?.code)).toEqual(codes);
  expect(national.sql.map(tableOf)).toEqual(['standard_item', 'competent_authority']);
});

it('loads 1,000 provinces by reference with one statement, and their regions with another', async () => {
  await using national = await startTestNational();
  const codes = Array.from({ length: 1000 }, (_, n) => ['GD', 'XPCC', 'ZZ', 'BJ'][n % 4]);

  const answer = await national.ask(ENTITIES, { r: codes.map((code) => ({ __typename: 'Province', code })) });

  expect(answer.data?.['_entities']).toHaveLength(1000);
  expect((answer.data?.['_entities'] as unknown as unknown[]).slice(0, 4)).toEqual([
    { nameEn: 'Guangdong', regions: [{ code: 'PAN_PEARL_RIVER_DELTA' }, { code: 'GREATER_BAY_AREA' }] },
    { nameEn: 'Xinjiang Production and Construction Corps', regions: [{ code: 'NORTHWEST' }] },
    null,
    { nameEn: 'Beijing', regions: [{ code: 'JING_JIN_JI' }] },
  ]);
  expect(national.sql.map(tableOf)).toEqual(['province', 'province_region']);
});

const tableOf = (statement: string): string | undefined => /from "(\w+)"/.exec(statement)?.[1];

it('fails a malformed reference alone', async () => {
  await using national = await startTestNational();
  const ids = ['CN:StandardItem:moj-notarize-degree', 'GD:Case:1', 'CN:StandardItem:moj-notarize-diploma'];

  const answer = await national.ask(ENTITIES, { r: ids.map((id) => ({ __typename: 'StandardItem', id })) });

  expect(answer.data?.['_entities']).toMatchObject([{ nameZh: '学位公证' }, null, { nameZh: '学历公证' }]);
  expect(answer.errors).toMatchObject([{ path: ['_entities', 1], extensions: { code: 'BAD_ID' } }]);
});

it('lists the 32 province-level units in order, with their regions, in three statements', async () => {
  await using national = await startTestNational();

  const { data } = await national.ask('{ provinces { code regions { nameZh provinces { code } } } }');

  const provinces = data?.['provinces'] as unknown as { code: string; regions: object[] }[];
  expect(provinces).toHaveLength(32);
  expect([provinces[0]?.code, provinces[18]?.code, provinces[31]?.code]).toEqual(['BJ', 'GD', 'XPCC']);
  expect(provinces[0]?.regions).toEqual([
    { nameZh: '京津冀', provinces: [{ code: 'BJ' }, { code: 'TJ' }, { code: 'HE' }] },
  ]);
  expect(national.sql.map(tableOf)).toEqual(['province', 'province_region', 'province_region']);
});

it('gives the chosen provinces in the order of the list, once each', async () => {
  await using national = await startTestNational();

  const answer = await national.ask('{ provinces(codes: ["GD", "BJ", "GD"]) { code } }');

  expect(answer).toEqual({ data: { provinces: [{ code: 'BJ' }, { code: 'GD' }] } });
});

it.each([['["GD", "ZZ"]'], ['["gd"]'], ['[]']])('refuses the provinces %s', async (codes) => {
  await using national = await startTestNational();

  const answer = await national.ask(`{ provinces(codes: ${codes}) { code } }`);

  expect(answer.errors).toMatchObject([{ path: ['provinces'], extensions: { code: 'UNKNOWN_PROVINCE' } }]);
});

it('says that the population of XPCC is counted in Xinjiang, and that its code is no standard', async () => {
  await using national = await startTestNational();
  const fields =
    'iso type gbCode gbCodeIsStandard populationIncludedIn { nameEn } primaryRegion { code } capitalLatitude';

  const answer = await national.ask(
    `{ xpcc: province(code: "XPCC") { ${fields} } gd: province(code: "GD") { ${fields} } }`,
  );

  expect(answer.data).toEqual({
    xpcc: {
      iso: null,
      type: 'CORPS',
      gbCode: '660000',
      gbCodeIsStandard: false,
      populationIncludedIn: { nameEn: 'Xinjiang' },
      primaryRegion: { code: 'NORTHWEST' },
      capitalLatitude: 43.83,
    },
    gd: {
      iso: 'CN-GD',
      type: 'PROVINCE',
      gbCode: '440000',
      gbCodeIsStandard: true,
      populationIncludedIn: null,
      primaryRegion: { code: 'PAN_PEARL_RIVER_DELTA' },
      capitalLatitude: 23.13,
    },
  });
});

it('adds up to the published census when XPCC is left out', async () => {
  await using national = await startTestNational();

  const { data } = await national.ask('{ provinces { population populationIncludedIn { code } } }');

  const provinces = data?.['provinces'] as unknown as { population: number; populationIncludedIn: object | null }[];
  const counted = provinces.filter(({ populationIncludedIn }) => populationIncludedIn === null);
  expect(counted.reduce((sum, { population }) => sum + population, 0)).toBe(1_409_778_724);
});

it('shows an unverified item with its caveats', async () => {
  await using national = await startTestNational();
  const query = `{ standardItem(id: "CN:StandardItem:moj-notarize-degree") {
    id mode modeBasis listSection listMembership confidence caveats years sources serviceObjects taskType
    handlingPlaceRule competentAuthority { key nameZh } } }`;

  const answer = await national.ask(query);

  expect(answer.data?.['standardItem']).toEqual({
    id: 'CN:StandardItem:moj-notarize-degree',
    mode: 'FULLY_ONLINE',
    modeBasis: 'INFERRED',
    listSection: 'LIST_2020_58',
    listMembership: 'RECALLED',
    confidence: 'MEDIUM',
    caveats: ['MEMBERSHIP_RECALLED', 'MODE_INFERRED'],
    years: [2020],
    sources: [expect.stringContaining('not verified against the published annex')],
    serviceObjects: ['NATURAL_PERSON'],
    taskType: 'PUBLIC_SERVICE',
    handlingPlaceRule: 'ANY_NOTARY_OFFICE',
    competentAuthority: { key: 'MOJ', nameZh: '司法部' },
  });
});

it('leaves no item that claims a list without a caveat about it', async () => {
  await using national = await startTestNational();

  const { data } = await national.ask('{ standardItems { listMembership modeBasis caveats } }');

  const items = data?.['standardItems'] as unknown as {
    listMembership: string;
    modeBasis: string;
    caveats: string[];
  }[];
  const bare = items.filter(({ caveats }) => caveats.filter((caveat) => caveat !== 'MODE_INFERRED').length === 0);
  expect(items).toHaveLength(122);
  expect(new Set(bare.map(({ listMembership }) => listMembership))).toEqual(new Set(['NOT_CLAIMED']));
  expect(items.every((item) => item.caveats.includes('MODE_INFERRED') === (item.modeBasis === 'INFERRED'))).toBe(true);
});

const filters: [filter: string, count: number, first: string][] = [
  ['{}', 122, 'moj-notarize-diploma'],
  ['{ text: "公证" }', 4, 'moj-notarize-diploma'],
  ['{ text: " OVERSIZE " }', 1, 'mot-oversize-transport-permit'],
  ['{ text: "mot-over" }', 1, 'mot-oversize-transport-permit'],
  ['{ authority: "MPS" }', 28, ''],
  ['{ mode: JOINT_HANDLING }', 26, ''],
  ['{ serviceObject: PUBLIC_INSTITUTION }', 25, ''],
  ['{ serviceObject: NATURAL_PERSON }', 97, ''],
  ['{ serviceObject: ADMINISTRATIVE_ORGAN }', 0, ''],
  ['{ listSection: SECTORAL, listMembership: NOT_CLAIMED, mode: JOINT_HANDLING, text: "transport" }', 1, ''],
  ['{ text: null, mode: null }', 122, ''],
  ['{ text: "%" }', 0, ''],
  ['{ text: "_" }', 0, ''],
  ['{ text: "\' or 1=1 --" }', 0, ''],
];

it.each(filters)('finds by the filter %s', async (filter, count, first) => {
  await using national = await startTestNational();

  const answer = await national.ask(`{ standardItems(filter: ${filter}) { code } }`);

  const items = answer.data?.['standardItems'] as unknown as { code: string }[];
  expect(items).toHaveLength(count);
  if (first !== '') expect(items[0]).toEqual({ code: first });
});

it('tells a malformed id from an unknown one', async () => {
  await using national = await startTestNational();
  const ask = (id: string) => national.ask(`{ standardItem(id: "${id}") { code } province(code: "ZZ") { code } }`);

  expect(await ask('CN:StandardItem:no-such-item')).toEqual({ data: { standardItem: null, province: null } });
  for (const id of ['moj-notarize-degree', 'GD:StandardItem:a', 'CN:Case:a', 'CN:StandardItem:', '']) {
    expect((await ask(id)).errors).toMatchObject([{ path: ['standardItem'], extensions: { code: 'BAD_ID' } }]);
  }
});

it('gives authorities, regions and code lists with labels in both languages', async () => {
  await using national = await startTestNational();

  const { data } = await national.ask(`{
    competentAuthorities { key nameZh nameEn } regions { code nameZh nameEn provinces { code } } codeLists { name }
    codeList(name: "TaskType") { labelZh labelEn standard entries { name code labelZh labelEn } } none: codeList(name: "No") { name }
  }`);

  expect(data?.['competentAuthorities']).toHaveLength(13);
  expect(data?.['regions']).toHaveLength(11);
  expect((data?.['regions'] as unknown as { provinces: object[] }[]).map(({ provinces }) => provinces.length)).toEqual([
    3, 4, 4, 3, 6, 9, 9, 1, 2, 5, 6,
  ]);
  expect(data?.['codeLists']).toEqual(expect.arrayContaining([{ name: 'CaseState' }, { name: 'HandlingPlaceRule' }]));
  expect(data?.['codeList']).toMatchObject({ labelZh: '事项类型', standard: 'GB/T 39046-2020, annex A.1' });
  expect(data?.['codeList']).toHaveProperty('entries.1', {
    name: 'LICENSING',
    code: '01',
    labelZh: '行政许可',
    labelEn: 'administrative licensing',
  });
  expect(data?.['none']).toBeNull();
});

it('fills the database anew at each start and keeps nothing that left the data', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tongban-national-'));
  const file = join(folder.path, 'national.sqlite');
  await (await startNational({ dataDir: folder.path, port: 0 })).close();
  const stale = new DatabaseSync(file);
  stale.exec(
    `update region set name_zh = 'old'; update standard_item set code = 'gone' where code = 'moj-notarize-degree'`,
  );
  stale.close();

  await (await startNational({ dataDir: folder.path, port: 0 })).close();

  using database = new DatabaseSync(file);
  const count = (where: string) => database.prepare(`select count(*) as n from ${where}`).get()?.['n'];
  expect([count('province'), count('standard_item'), count('region')]).toEqual([32, 122, 11]);
  expect([count("region where name_zh = 'old'"), count("standard_item where code = 'gone'")]).toEqual([0, 0]);
});

it('names the file and the cure when its database is damaged', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tongban-national-'));
  const file = join(folder.path, 'national.sqlite');
  writeFileSync(file, 'not a database '.repeat(100));

  const starting = startNational({ dataDir: folder.path, port: 0 });

  await expect(starting).rejects.toThrow(StorageError);
  await expect(starting).rejects.toThrow(`${file} is not a readable SQLite database (file is not a database).`);
});

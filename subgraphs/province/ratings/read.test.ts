// Who is shown which ratings of a list: the query says of every row what the rules say of it, whoever asks for whatever.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Identity } from '../../../schema/identity.js';
import { RatingState } from '../../../schema/rating-lists.js';
import { TestDatabases } from '../../../test/support/test-databases.js';
import { entities } from '../modules.js';
import { openProvinceDatabase, type ProvinceStorage } from '../storage/orm.js';
import { toJson } from '../storage/stored.js';
import { isPublic, partyOf } from './party.service.js';
import type { RatingRow, RatingTables } from './rating.entity.js';
import { type RatingNarrowing, ratingsShown } from './read.service.js';

type State = RatingRow['state'];
const states = Object.keys(RatingState.entries) as State[];
const rows: RatingRow[] = [];
let dataDir = '';
let databases: TestDatabases;
let orm: ProvinceStorage;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-ratings-'));
  databases = new TestDatabases(dataDir);
  orm = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
  for (const state of states)
    for (const [place, unit] of [
      ['GD', 'U1'],
      ['GD', 'U2'],
      ['HN', 'U1'],
    ] as const)
      for (const rater of ['p', 's', 'other'] as const) rows.push(rowOf({ state, place, unit, rater }));
  for (const row of rows) await tables().insertInto('rating').values(row).execute();
});
afterAll(async () => {
  await orm.close(true);
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const tables = () => orm.em.fork().getKysely<RatingTables>();

interface Given {
  readonly state: State;
  readonly place: 'GD' | 'HN';
  readonly unit: string;
  readonly rater: 'p' | 's' | 'other';
}

const rowOf = ({ state, place, unit, rater }: Given): RatingRow => ({
  ...{ id: `GD:Rating:${rows.length}`, collaboration_no: 'C', case_id: null, origin: 'GD', origin_unit: unit },
  ...{ holders: toJson(['GD']), level: rows.length % 2 === 0 ? 'DISSATISFIED' : 'SATISFIED', service: 'ONLINE' },
  ...{ channel: 'PC', indicators: toJson([]), indicator_version: 1, given_at: `2026-01-${String(rows.length)}` },
  ...{ rater_person: rater === 'p' ? 'p' : null, rater_subject: rater === 's' ? 's' : null },
  ...{ text: null, sealing_key_id: null, state, seq: 1, owner: place, is_ours: place === 'GD' ? 1 : 0 },
  ...{ leg: null, at_fault: null, rule: null, responsible_province: place, responsible_unit: unit },
  ...{ is_taken: 1, is_contested: 0, duty: null, due_ms: null, revisit: null },
  ...{ published_text: null, asked: null, updated_at: '2026-01-01' },
});

const nobody = { subject: 'x', province: undefined, unit: undefined, person: undefined, scopes: new Set<string>() };
const callers: readonly (Identity | undefined)[] = [
  undefined,
  { ...nobody, role: 'clerk', province: 'GD', unit: 'U1' },
  { ...nobody, role: 'officer', province: 'HN', unit: 'U1' },
  { ...nobody, role: 'clerk', province: 'GD' },
  { ...nobody, role: 'citizen', person: 'p' },
  { ...nobody, role: 'app', subject: 's', province: 'GD', unit: 'U1' },
  { ...nobody, role: 'supervisor' },
  { ...nobody, role: 'supervisor', province: 'HN' },
];
const filters: readonly RatingNarrowing[] = [
  {},
  { states: [] },
  { states: ['ATTRIBUTED'] },
  { states: ['ATTRIBUTED', 'CONTESTED'] },
  { states: ['PUBLISHED'] },
  { states: ['COUNTED', 'PUBLISHED'] },
  { states: ['PUBLISHED', 'EXCLUDED'], levels: ['DISSATISFIED'] },
  { unit: 'U1', levels: ['SATISFIED', 'DISSATISFIED'] },
  { unit: 'U2', states: ['LEDGERED'] },
];

it.each(filters)('shows of %j what is public and what the caller has a part in, to everybody', async (filter) => {
  const { unit, states: asked, levels } = filter;
  const isAsked = (row: RatingRow): boolean =>
    row.is_ours === 1 &&
    (unit === undefined || row.responsible_unit === unit) &&
    (asked?.includes(row.state) ?? true) &&
    (levels?.includes(row.level) ?? true);
  for (const caller of callers) {
    const query = ratingsShown(tables(), { caller, province: 'GD' }, filter);
    const shown = (await query.select('id').execute()).map(({ id }) => id);
    const expected = rows.filter((row) => isAsked(row) && (isPublic(row) || partyOf(caller, row, 'GD') !== undefined));
    expect([...shown].sort()).toEqual(expected.map(({ id }) => id).sort());
  }
});

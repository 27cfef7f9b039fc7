// Who has applied, over the graph of provinces: what is released is in the trail before, and letters wait for their keys.
import { expect, it } from '@jest/globals';
import type { Identity } from '../../../schema/identity.js';
import type { Purpose } from '../../../schema/purpose.js';
import { forwarded } from '../../../scripts/demo/journeys.js';
import { createContext, passportFor } from '../../support/province-context.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { LetterKeyError, type LetterSealing } from '../../../subgraphs/province/exchange/letter-sealing.js';
import { provinceRuntime } from '../../../subgraphs/province/province.js';
import { type StatementTables, syntheticNumber } from '../../../subgraphs/province/persons/index.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { type Actor, clerkOf, command, type Data, fullDraft } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

const { executor } = provinceRuntime();
const ORDER: Purpose = { code: 'SUPERVISION', reference: 'order-12' };
const supervisor: Identity = {
  ...{ subject: 'wang', role: 'supervisor', province: undefined },
  ...{ unit: undefined, person: undefined, scopes: new Set<string>() },
};

const PAGE = '{ cases(first: 50) { nodes { id applicant { name documentNumber again: name masked } } } }';

function askUnderOrder(world: CaseWorld, code: string) {
  const { exchange, files } = world.seat(code);
  const context = createContext({ ...exchange, files }, passportFor(supervisor, ORDER));
  return executor({ query: PAGE, variables: {} }, context);
}

interface Count {
  readonly count: number;
}

async function countIn(world: CaseWorld, code: string, table: string): Promise<number> {
  const connection = world.seat(code).orm.em.getConnection();
  const [row] = await connection.execute<Count[]>(`select count(*) as count from ${table}`);
  return Number(row?.count);
}

it('enters a whole page into the trail in one commit, each person with what is read of him', async () => {
  await using world = await CaseWorld.open(['GD']);

  const { data, errors } = await askUnderOrder(world, 'GD');

  expect(errors).toBeUndefined();
  const { nodes } = data?.['cases'] as { readonly nodes: readonly { applicant: Data | null }[] };
  const seen = nodes.filter(({ applicant }) => applicant !== null);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every(({ applicant }) => applicant?.['masked'] === false)).toBe(true);
  expect(await countIn(world, 'GD', 'access_entry')).toBe(seen.length);
  expect(await countIn(world, 'GD', 'access_head')).toBe(1);
  const rows = await world
    .seat('GD')
    .orm.em.getConnection()
    .execute<{ classes: unknown }[]>('select classes from access_entry');
  const classes = rows.map((row) =>
    typeof row.classes === 'string' ? (JSON.parse(row.classes) as unknown) : row.classes,
  );
  expect(classes.every((each) => JSON.stringify(each) === '["IDENTITY_NUMBER","NAME"]')).toBe(true);
});

it('releases nothing when the trail cannot be written', async () => {
  await using world = await CaseWorld.open(['GD']);
  await world.seat('GD').orm.em.getConnection().execute('alter table access_entry rename to access_entry_gone');

  const { data, errors = [] } = await askUnderOrder(world, 'GD');

  const { nodes } = data?.['cases'] as { readonly nodes: readonly { applicant: Data | null }[] };
  const seen = nodes.flatMap(({ applicant }): readonly Data[] => (applicant === null ? [] : [applicant]));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((each) => each['name'] === null && each['documentNumber'] === null)).toBe(true);
  expect(new Set(errors.map(({ originalError }) => (originalError as { code?: string } | undefined)?.code))).toEqual(
    new Set(['TRAIL_UNAVAILABLE']),
  );
});

const applicant = {
  ...{ name: '周试', documentType: 'RESIDENT_ID', documentNumber: syntheticNumber('19880808', 8) },
  phone: '12000000008',
};

/** A window in Guangdong has received an application for Hunan, and forwards it. */
async function forward(world: CaseWorld, listedIn = 'HN'): Promise<Data> {
  const clerk: Actor = clerkOf(hallCode(readInstance('GD')));
  const { materials, conditions } = await fullDraft(world, listedIn, forwarded.itemCode);
  const item = `CN:StandardItem:${forwarded.itemCode}`;
  const said = { ...forwarded.draft, standardItem: item, materials, conditions, applicant };
  const { id } = await command(world, 'draftCase', { ...said, actor: clerk, idempotencyKey: 'draft' });
  const manifest = materials
    .filter(({ form }) => form === 'PAPER')
    .map(({ name }, index) => ({ name, shipmentNo: `SF${index}` }));
  const steps: readonly (readonly [string, Data])[] = [
    ['receiveCase', {}],
    ['verifyIdentity', { checkMethod: '身份证读卡' }],
    ['reviewForm', { checkMethod: '逐项核对' }],
    ['forwardCase', { manifest }],
  ];
  let outcome: Data = {};
  for (const [event, says] of steps)
    outcome = await command(world, event, { caseId: id, ...says, actor: clerk, idempotencyKey: event });
  return outcome;
}

async function personsIn(world: CaseWorld, code: string): Promise<readonly string[]> {
  const { desk } = world.seat(code).exchange;
  const key = desk.vault.matching.keyOf({ type: 'RESIDENT_ID', number: applicant.documentNumber });
  const statements = desk.storage.em.getKysely<StatementTables>().selectFrom('person_statement').selectAll();
  const rows = await statements.where('person', '=', key).execute();
  return rows.map(({ name, stated_for: statedFor }) =>
    desk.vault.sealing.open(name, { table: 'person_statement', column: 'name', row: `${key} ${statedFor}` }),
  );
}

it('seals the applicant under the ring of the other province, and says nothing of him on the way', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);

  expect((await forward(world))['code']).toBeUndefined();
  await world.deliverAll();

  expect(await personsIn(world, 'HN')).toEqual([applicant.name]);
  const [letter] = (await world.sent('GD')).filter(({ event }) => event === 'caseForwarded');
  const { applicant: sealed } = JSON.parse(letter?.payload ?? '{}') as { applicant: string };
  expect(sealed.split('.')).toHaveLength(5);
  expect(letter?.payload).not.toContain(applicant.documentNumber);
});

it('lets a letter wait whose key is not there, and takes it when it is', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const desk = world.seat('HN').exchange.desk as { letters: LetterSealing };
  const { letters } = desk;
  desk.letters = { ...letters, open: () => Promise.reject(new LetterKeyError('gone')) };

  await forward(world);
  await world.seat('GD').relay.runOnce();
  const waiting = [await personsIn(world, 'HN'), await countIn(world, 'HN', 'exchange_parked')];
  desk.letters = letters;
  world.clock.advance(60_000);
  await world.deliverAll();

  expect(waiting).toEqual([[], 1]);
  expect(await personsIn(world, 'HN')).toEqual([applicant.name]);
  expect(await countIn(world, 'HN', 'exchange_parked')).toBe(0);
});

it('forwards nothing to a province that has published no key, and says so', async () => {
  await using world = await CaseWorld.open(['GD']);

  expect(await forward(world, 'GD')).toMatchObject({ code: 'ADDRESSEE_KEY_MISSING' });
  expect(await world.sent('GD')).toEqual([]);
});

import { expect, it } from '@jest/globals';
import { openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { aCase, anItem, together } from '../../test/support/exchange-tables/exchange-rows.js';

it.each(['NATIVE', 'TEXT'] as const)('tells times alike whether they are kept as %s', async (times) => {
  const day = '2026-05-31 23:30:00.25';
  await using world = await openAdapterWorld(
    together(
      aCase({ accept: { apply_date: day, promise_date: null }, result: { result_date: '2026-06-01' } }),
      aCase({ accept: { apply_date: '0001-01-01 00:00:00' } }),
    ),
    { shape: { times } },
  );

  const { data } = await world.ask('{ cases { nodes { submittedAt dueAt updatedAt completion { completedAt } } } }');

  expect(data?.['cases']).toEqual({
    nodes: [
      {
        submittedAt: '2026-05-31T15:30:00.250Z',
        dueAt: null,
        updatedAt: '2026-06-01T00:00:00.000Z',
        completion: { completedAt: '2026-05-31T16:00:00.000Z' },
      },
    ],
  });
});

it('narrows items by all that any province narrows them by', async () => {
  await using world = await openAdapterWorld(
    together(
      anItem({ basic: { task_code: 'A', server_type: '1' } }),
      anItem({ basic: { task_code: 'B', server_type: '12，2', task_name: '学历公证' } }),
    ),
  );
  const found = async (filter: string): Promise<unknown> =>
    (await world.ask(`{ serviceItems(filter: { ${filter} }) { nodes { taskCode } } }`)).data?.['serviceItems'];
  const [a, b] = [{ taskCode: 'A' }, { taskCode: 'B' }];

  expect(await found('serviceObject: NATURAL_PERSON')).toEqual({ nodes: [a] });
  expect(await found('serviceObject: ENTERPRISE')).toEqual({ nodes: [b] });
  expect(await found('serviceObject: OTHER')).toEqual({ nodes: [] });
  expect(await found('authority: "MOJ"')).toEqual({ nodes: [b] });
  expect(await found('authority: "M\\u0000"')).toEqual({ nodes: [] });
  expect(await found('mode: FULLY_ONLINE')).toEqual({ nodes: [b] });
  expect(await found('standardItem: "CN:StandardItem:mps-idcard-renew"')).toEqual({ nodes: [a] });
  expect(await found('text: "IDENTITY card"')).toEqual({ nodes: [a] });
  expect(await found('text: "学_公"')).toEqual({ nodes: [] });
});

it('narrows cases by all that any province narrows them by', async () => {
  await using world = await openAdapterWorld(
    together(
      aCase({ accept: { project_no: 'A', applyer_area_code: '340100', apply_date: '2026-05-01' } }),
      aCase({ accept: { project_no: 'B', task_name: '学历公证', apply_date: '2026-05-02' }, result: {} }),
    ),
  );
  const found = async (filter: string): Promise<unknown> =>
    (await world.ask(`{ cases(filter: { ${filter} }) { nodes { caseNo } } }`)).data?.['cases'];
  const [a, b] = [{ caseNo: 'A' }, { caseNo: 'B' }];

  expect(await found('crossProvince: true')).toEqual({ nodes: [b] });
  expect(await found('crossProvince: false')).toEqual({ nodes: [a] });
  expect(await found('applicantProvince: "HN"')).toEqual({ nodes: [b] });
  expect(await found('states: []')).toEqual({ nodes: [] });
  expect(await found('states: [ACCEPTED, COMPLETED]')).toEqual({ nodes: [b, a] });
  expect(await found('mode: FULLY_ONLINE')).toEqual({ nodes: [b] });
  expect(await found('standardItem: "CN:StandardItem:mps-idcard-renew"')).toEqual({ nodes: [a] });
  expect(await found('submittedFrom: "2026-05-01T16:00:00Z"')).toEqual({ nodes: [b] });
  expect(await found('submittedTo: "2026-05-01T16:00:00Z"')).toEqual({ nodes: [a] });
});

it.each([
  ['cases(first: 0)', 'BAD_PAGE_SIZE'],
  ['cases(first: 1, after: "x")', 'BAD_CURSOR'],
  ['cases(orderBy: [DUE_AT_ASC, DUE_AT_DESC])', 'BAD_USER_INPUT'],
  ['serviceItems(filter: { standardItem: "GD:Case:1" })', 'BAD_ID'],
])('refuses %s with %s', async (field, code) => {
  await using world = await openAdapterWorld({});

  expect((await world.ask(`{ ${field} { totalCount } }`)).errors).toMatchObject([{ code }]);
});

it('answers only for itself', async () => {
  await using world = await openAdapterWorld(aCase());

  const { data } = await world.ask(
    '{ cases(provinces: ["GD"]) { totalCount coverage { asked { code } } } federation { provinces { province { code } } } }',
  );

  expect(data).toEqual({
    cases: { totalCount: 0, coverage: { asked: [] } },
    federation: { provinces: [{ province: { code: 'AH' } }] },
  });
  expect((await world.ask('{ case(id: "GD:Case:1") { id } }')).errors).toMatchObject([{ code: 'BAD_ID' }]);
  expect((await world.ask('{ node(id: "AH:Rating:1") { id } }')).errors).toMatchObject([{ code: 'NOT_OFFERED' }]);
});

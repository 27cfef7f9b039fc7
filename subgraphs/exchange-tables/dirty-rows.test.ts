import { expect, it } from '@jest/globals';
import { type AdapterWorld, openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { aCase, aLicence, anItem, taskCodeOf, together } from '../../test/support/exchange-tables/exchange-rows.js';
import type { Cells, Rows } from '../../test/support/exchange-tables/fill-tables.js';
import { parseMapping } from './mapping-file.js';
import { printReport } from './print-report.js';
import { showCell } from './report.service.js';

const GARBLED = 'ÉêÇë±í';

const codesOf = async (world: AdapterWorld): Promise<unknown> =>
  (await world.ask('{ serviceItems { nodes { taskCode } } }')).data?.['serviceItems'];

const tidy = anItem();

it.each<[string, string, Rows]>([
  ['a garbled name', 'name_zh', anItem({ basic: { task_code: 'B', task_name: GARBLED } })],
  ['no national item', 'item_code', anItem({ basic: { task_code: 'B', task_name: '本地特色事项' } })],
  ['an unknown type', 'task_type', anItem({ basic: { task_code: 'B', task_type: '77' } })],
  ['no kind', 'case_kind', anItem({ basic: { task_code: 'B', project_type: null } })],
  ['a version that is no number', 'version', anItem({ basic: { task_code: 'B', task_version: 'v2' } })],
  ['no promised limit', 'promised_value', anItem({ basic: { task_code: 'B', promise_day: '' } })],
  ['a limit in an unknown unit', 'promised_unit', anItem({ basic: { task_code: 'B', promise_type: '9' } })],
  [
    'a statutory limit that is no number',
    'statutory_told',
    anItem({ basic: { task_code: 'B', anticipate_day: '六十' } }),
  ],
  ['no time of sending', 'updated_at', anItem({ basic: { task_code: 'B', cd_time: '0000-00-00 00:00:00' } })],
  ['a code with blanks around it', 'id', anItem({ basic: { task_code: ' B ' } })],
  ['a fee that is a rule', 'fees_told', anItem({ basic: { task_code: 'B' }, fees: [{ fee_stand: '按面积收取' }] })],
  [
    'a material without a name',
    'materials_told',
    anItem({ basic: { task_code: 'B' }, materials: [{ material_name: null }] }),
  ],
  ['an unknown result', 'result_type', anItem({ basic: { task_code: 'B' }, extend: { result_type: '11' } })],
])('does not serve an item with %s, serves the others, and reports it', async (_what, lacking, rows) => {
  await using world = await openAdapterWorld(together(tidy, rows));

  expect(await codesOf(world)).toEqual({ nodes: [{ taskCode: taskCodeOf('000709008000') }] });
  const { types, isComplete } = await world.report();
  expect(isComplete).toBe(false);
  expect(types.find(({ type }) => type === 'ServiceItem')).toMatchObject({ told: 2, served: 1 });
  expect(types[0]?.lacking.get(lacking)).toBe(1);
});

it('lets the last that was sent count, whatever shape its time has, and forgets what was taken back', async () => {
  const version = (over: Cells) => anItem({ basic: { task_code: 'A', ...over } }).up_task_general_basic ?? [];
  await using world = await openAdapterWorld(
    together(
      anItem({ basic: { task_code: 'A', task_version: '1', cd_time: '2026/1/2' } }),
      { up_task_general_basic: version({ task_version: '3', cd_time: '20260103120000' }) },
      { up_task_general_basic: version({ task_version: '2', cd_time: '2026-01-03 11:59:59' }) },
      { up_task_general_basic: version({ task_version: '4', cd_time: 'gestern' }) },
      anItem({ basic: { task_code: 'B', cd_time: '2026-01-01' } }),
      { up_task_general_basic: version({ task_code: 'B', cd_operation: 'D', cd_time: '2026-01-02' }) },
      anItem({ basic: { task_code: 'C', data_source: 'p31' } }),
      anItem({ basic: { task_code: 'E', data_source: null, task_state: '1' } }),
      anItem({ basic: { task_code: 'F', task_state: '3' } }),
    ),
  );

  const { data } = await world.ask('{ serviceItems { totalCount nodes { taskCode version } } }');

  expect(data?.['serviceItems']).toEqual({
    totalCount: 2,
    nodes: [
      { taskCode: 'A', version: 3 },
      { taskCode: 'E', version: 2 },
    ],
  });
  const { tables } = await world.report();
  expect(tables[0]).toEqual({
    table: 'up_task_general_basic',
    rows: 9,
    ofOthers: 1,
    superseded: 4,
    takenBack: 1,
    current: 3,
  });
});

it.each<[string, string, Rows]>([
  ['IN_REVIEW', 'a step', aCase({ steps: [{}] })],
  ['ACCEPTED', 'a date of acceptance', aCase()],
  ['SUBMITTED', 'none', aCase({ accept: { accept_date: null } })],
  ['SUSPENDED', 'an open procedure', aCase({ steps: [{}], procedures: [{ end_time: null }] })],
  ['SUSPENDED', 'a procedure that ends later', aCase({ procedures: [{ end_time: '2026-06-01 12:00:01' }] })],
  [
    'IN_REVIEW',
    'a procedure that has ended',
    aCase({ steps: [{}], procedures: [{ end_time: '2026-06-01 12:00:00' }] }),
  ],
  ['IN_REVIEW', 'an extension', aCase({ steps: [{}], procedures: [{ special_type: '1', end_time: null }] })],
  ['COMPLETED', 'a licence', aCase({ result: { result_type: '0' } })],
  ['COMPLETED', 'a refusal', aCase({ result: { result_type: '1' } })],
  ['COMPLETED', 'another result', aCase({ result: { result_type: '6' } })],
  ['CLOSED', 'a void case', aCase({ result: { result_type: '2' } })],
  [
    'CLOSED',
    'a case that was never corrected',
    aCase({ procedures: [{ end_time: null }], result: { result_type: '5' } }),
  ],
])('finds that a case is %s by %s', async (state, _what, rows) => {
  await using world = await openAdapterWorld(rows);

  const { data } = await world.ask(
    'query($states: [CaseState!]) { cases(filter: { states: $states }) { nodes { state } } }',
    {
      states: [state],
    },
  );

  expect(data?.['cases']).toEqual({ nodes: [{ state }] });
});

it.each<[string, string, Rows]>([
  ['a result of an unknown code', 'state', aCase({ result: { result_type: '7' } })],
  ['a date of acceptance that is none', 'state', aCase({ accept: { accept_date: '待定' } })],
  ['no region of the applicant', 'applicant_province', aCase({ accept: { applyer_area_code: null } })],
  ['a region that is none', 'applicant_province', aCase({ accept: { applyer_area_code: '990000' } })],
  ['a time of application that is none', 'submitted_at', aCase({ accept: { apply_date: '2026-02-30' } })],
  ['an unknown way of applying', 'channel', aCase({ accept: { apply_type: 'Z' } })],
  ['no national item', 'item_code', aCase({ accept: { task_name: GARBLED } })],
  ['a number that is too long for an id', 'id', aCase({ accept: { project_no: '皖'.repeat(40) } })],
])('does not serve a case with %s, and reports it', async (_what, lacking, rows) => {
  await using world = await openAdapterWorld(together(aCase(), rows));

  const { data } = await world.ask('{ cases { totalCount } }');

  expect(data?.['cases']).toEqual({ totalCount: 1 });
  const { types } = await world.report();
  expect(types[1]).toMatchObject({ type: 'Case', told: 2, served: 1 });
  expect(types[1]?.lacking.get(lacking)).toBe(1);
});

it('takes applicants without a region for its own when the operator says so, and never those with a wrong one', async () => {
  const rows = together(
    aCase({ accept: { applyer_area_code: null } }),
    aCase({ accept: { applyer_area_code: '99' } }),
    aCase(),
  );
  await using world = await openAdapterWorld(rows, { applicantsWithoutRegion: 'OWN' });
  await using without = await openAdapterWorld(rows, {
    applicantsWithoutRegion: 'OWN',
    shape: { times: 'TEXT', without: ['up_pro_accept.applyer_area_code'] },
  });
  const question = '{ cases(filter: { crossProvince: false }) { nodes { applicantProvince { code } } } }';

  expect((await world.ask(question)).data).toEqual({ cases: { nodes: [{ applicantProvince: { code: 'AH' } }] } });
  expect((await without.ask('{ cases { totalCount } }')).data).toEqual({ cases: { totalCount: 3 } });
});

it('reads codes and items as the province says in its mapping file', async () => {
  const mapping = parseMapping(
    'items:\n  "000709009999": mps-idcard-renew\ncodes:\n  up_pro_result.result_type:\n    07: RETURNED\n',
    'own.yaml',
  );
  const own = { catalog_code: '000709009999', task_name: '换领身份证（本地名称）' };
  await using world = await openAdapterWorld(
    together(anItem({ basic: own }), aCase({ accept: own, result: { result_type: '07' } })),
    { mapping },
  );

  const { data } = await world.ask(
    '{ serviceItems { nodes { standard { id } nameZh } } cases { nodes { state completion { code } } } }',
  );

  expect(data).toEqual({
    serviceItems: {
      nodes: [{ standard: { id: 'CN:StandardItem:mps-idcard-renew' }, nameZh: '换领身份证（本地名称）' }],
    },
    cases: { nodes: [{ state: 'COMPLETED', completion: { code: 'RETURNED' } }] },
  });
});

it('says what is wrong with a mapping file, line by line', () => {
  const text =
    'items:\n  "000709009999": no-such-item\ncodes:\n  up_pro_result.result_type:\n    7: LOST\n  up_pro_result.x: {}\nmore: {}\n';

  expect(() => parseMapping(text, 'own.yaml')).toThrow(
    /own\.yaml:2: no-such-item .*\nown\.yaml:5: LOST .*\nown\.yaml:6: up_pro_result\.x .*\nown\.yaml:7: more /,
  );
});

it('reports cells that cannot be read by what they look like, and rows that belong to nothing', async () => {
  const secret = '测试甲某340102199001019999';
  await using world = await openAdapterWorld(
    together(
      anItem({ basic: { handle_type: '1,8', dept_type: '王局长' } }),
      aCase({ accept: { promise_date: secret, applyer_type: 'Q' }, steps: [{ event_start_time: '2026-02-30 8:00' }] }),
      { up_pro_process: [{ row_guid: 'lost', project_no: 'none', process_name: GARBLED }] },
      aLicence({ certificate_source_id: '1.2.156.3005.2.11100000000013127D001.X' }),
      aLicence({ certificate_source_id: 'of-340102199001019999' }),
    ),
  );

  const report = await world.report();

  expect(report.unread).toEqual([
    { column: 'up_task_general_basic.dept_type', count: 1, examples: ['字字字 (1)'] },
    { column: 'up_task_general_basic.handle_type', count: 1, examples: ['“8” (1)'] },
    { column: 'up_pro_accept.applyer_type', count: 1, examples: ['“Q” (1)'] },
    {
      column: 'up_pro_accept.promise_date',
      count: 1,
      examples: ['字字字字999999999999999999 (1)'],
    },
    { column: 'up_pro_process.process_name', count: 1, examples: ['aaaa±a (1)'] },
    { column: 'up_pro_process.event_start_time', count: 1, examples: ['9999-99-99 9:99 (1)'] },
  ]);
  expect(report.dangling).toEqual([{ table: 'up_pro_process', belongsTo: 'up_pro_accept', count: 1 }]);
  expect(report.types[2]).toMatchObject({ type: 'Licence', told: 2, served: 0 });
  const text = printReport(report);
  expect(text).not.toMatch(/测试甲某|340102199001019999|王局长/);
  expect(text).toContain('Licence.status: the table does not say it');
});

it('finds nothing to report of tidy tables', async () => {
  await using world = await openAdapterWorld(
    together(anItem({ fees: [{}], materials: [{}] }), aCase({ result: {} }), aLicence()),
  );

  expect(await world.report()).toMatchObject({ isComplete: true, unread: [], dangling: [] });
});

it('shows of a cell nothing but its shape', () => {
  expect(showCell('13900009999', true)).toBe('99999999999');
  expect(showCell('张三 a1', false)).toBe('字字 a9');
  expect(showCell('一二三四五六七八九十一二三四五六七八九十一二三四五六', false)).toHaveLength(25);
});

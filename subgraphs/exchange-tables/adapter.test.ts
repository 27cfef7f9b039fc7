import { expect, it } from '@jest/globals';
import { openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { aCase, aLicence, anItem, taskCodeOf, together } from '../../test/support/exchange-tables/exchange-rows.js';

it('tells an item whole', async () => {
  await using world = await openAdapterWorld(
    anItem({
      materials: [
        {
          material_name: '居民户口簿',
          is_need: '1',
          material_format: '1',
          material_type: '3',
          page_num: '2',
          source_type: '20',
          source_explain: '公安机关',
        },
        { material_name: '照片', is_need: '2' },
      ],
      fees: [
        {
          fee_name: '工本费',
          fee_stand: '20元/证',
          by_law: '发改价格〔2003〕2322号',
          is_desc: '1',
        },
      ],
      questions: [{ question: '多久？', answer: '二十个工作日。' }],
    }),
  );

  const { data, errors } = await world.ask(`{ serviceItems { totalCount nodes {
    id province { code } standard { id } taskCode version nameZh nameEn mode taskType caseKind exerciseLevel
    authority { nameZh code nature } serviceObjects forms statutoryLimit { value unit note } promisedLimit { value unit note }
    maxVisits visitReason acceptanceConditions handlingFlow scenarios { code } windows { nameZh address hours phone }
    materials { name required grade form source issuingBody originals copies note }
    fees { name amountFen basis reducible } crossRegion { scope form coveredProvinces { code } } result { name type }
    legalBasis provenance updatedAt faqs { question answer unit publishedAt }
  } } }`);

  expect(errors).toEqual([]);
  expect(data?.['serviceItems']).toEqual({
    nodes: [
      {
        acceptanceConditions: ['有效期满', '登记内容变更'],
        authority: {
          code: '11340000003000000X',
          nameZh: '合肥市公安局',
          nature: 'STATUTORY_ORGAN',
        },
        caseKind: 'WITHIN_PROMISE',
        crossRegion: {
          coveredProvinces: [],
          form: 'RECEIVE_AND_FORWARD',
          scope: 'INTER_PROVINCE',
        },
        exerciseLevel: 'COUNTY',
        faqs: [
          {
            answer: '二十个工作日。',
            publishedAt: '2026-06-01T00:00:00.000Z',
            question: '多久？',
            unit: '合肥市公安局',
          },
        ],
        fees: [
          {
            amountFen: 2000,
            basis: '发改价格〔2003〕2322号',
            name: '工本费',
            reducible: true,
          },
        ],
        forms: ['WINDOW', 'ONLINE_MOBILE'],
        handlingFlow: ['申请', '审核', '制证'],
        id: 'AH:ServiceItem:11340000003000000X4000709008000',
        legalBasis: ['《中华人民共和国居民身份证法》第十条', '《中华人民共和国居民身份证法》第十一条'],
        materials: [
          {
            copies: 2,
            form: 'PAPER',
            grade: 'D',
            issuingBody: '公安机关',
            name: '居民户口簿',
            note: null,
            originals: 2,
            required: true,
            source: 'GOVERNMENT',
          },
          {
            copies: 0,
            form: 'PAPER_OR_ELECTRONIC',
            grade: 'D',
            issuingBody: null,
            name: '照片',
            note: null,
            originals: 0,
            required: false,
            source: 'OTHER',
          },
        ],
        maxVisits: 1,
        mode: 'RECEIVE_AND_FORWARD',
        nameEn: 'Renewal of resident identity card',
        nameZh: '居民身份证换领',
        promisedLimit: {
          note: '自受理之日起',
          unit: 'WORKING_DAY',
          value: 20,
        },
        provenance: 'SYNTHETIC',
        province: {
          code: 'AH',
        },
        result: {
          name: '居民身份证',
          type: 'LICENCE',
        },
        scenarios: [],
        serviceObjects: ['NATURAL_PERSON', 'ENTERPRISE'],
        standard: {
          id: 'CN:StandardItem:mps-idcard-renew',
        },
        statutoryLimit: {
          note: null,
          unit: 'CALENDAR_DAY',
          value: 60,
        },
        taskCode: '11340000003000000X4000709008000',
        taskType: 'CONFIRMATION',
        updatedAt: '2026-06-01T00:00:00.000Z',
        version: 2,
        visitReason: '采集指纹',
        windows: [
          {
            address: '合肥市政务服务中心',
            hours: '工作日 9:00-17:00',
            nameZh: '合肥市公安局',
            phone: '0551-00000000',
          },
        ],
      },
    ],
    totalCount: 1,
  });
});

it('tells a case whole, and nothing of who has applied', async () => {
  await using world = await openAdapterWorld(
    together(
      anItem(),
      aCase({
        accept: { project_no: '皖2026-1' },
        steps: [
          {
            process_name: '决定',
            event_start_time: '2026/5/10 8:00',
            event_end_time: '20260510170000',
            event_name: '1',
          },
          {
            process_name: '审核',
            event_start_time: '2026-05-06 09:00:00',
            event_end_time: '2026-05-07',
            event_name: '8',
          },
        ],
        procedures: [
          {
            special_type: 'B',
            special_name: '鉴定',
            end_time: '2026-05-09 09:00:00',
          },
        ],
        materials: [{ material_name: '旧证', get_type: '1', get_num: '2' }],
        result: { result_type: '0' },
      }),
    ),
  );

  const { data, errors } = await world.ask(`{ cases { totalCount nodes {
    id province { code } caseNo item { id nameZh } mode state kind applicantKind applicantProvince { code } channel
    submittedAt dueAt acceptance { acceptedAt documentNo unit { nameZh nature } province { code } promisedCompletionAt }
    steps { seq name unit { code } action startedAt endedAt done opinion }
    specialProcedures { kind name startedAt endedAt reason result }
    materials { name received channel count receivedAt } completion { code completedAt unit { code } resultNo byCourier }
    collaborationNo version legs { id } log { event } responsible { code } deemedAccepted provenance updatedAt
  } } }`);

  expect(errors).toEqual([]);
  expect(data?.['cases']).toEqual({
    nodes: [
      {
        acceptance: {
          acceptedAt: '2026-05-05T02:00:00.000Z',
          documentNo: '皖受2026-1',
          promisedCompletionAt: '2026-06-02T09:00:00.000Z',
          province: {
            code: 'AH',
          },
          unit: {
            nameZh: '合肥市公安局',
            nature: 'STATUTORY_ORGAN',
          },
        },
        applicantKind: 'NATURAL_PERSON',
        applicantProvince: {
          code: 'HN',
        },
        caseNo: '皖2026-1',
        channel: 'ONLINE_COMPUTER',
        collaborationNo: null,
        completion: {
          byCourier: true,
          code: 'LICENCE_ISSUED',
          completedAt: '2026-05-20T07:00:00.000Z',
          resultNo: null,
          unit: {
            code: '11340000003000000X',
          },
        },
        deemedAccepted: false,
        dueAt: '2026-06-02T09:00:00.000Z',
        id: 'AH:Case:x.e79a96323032362d31',
        item: {
          id: 'AH:ServiceItem:11340000003000000X4000709008000',
          nameZh: '居民身份证换领',
        },
        kind: 'WITHIN_PROMISE',
        legs: [],
        log: [],
        materials: [
          {
            channel: 'PAPER',
            count: 2,
            name: '旧证',
            received: true,
            receivedAt: null,
          },
        ],
        mode: 'RECEIVE_AND_FORWARD',
        provenance: 'SYNTHETIC',
        province: {
          code: 'AH',
        },
        responsible: null,
        specialProcedures: [
          {
            endedAt: '2026-05-09T01:00:00.000Z',
            kind: 'OTHER_THAN_EXTENSION',
            name: '鉴定',
            reason: null,
            result: null,
            startedAt: '2026-05-07T01:00:00.000Z',
          },
        ],
        state: 'COMPLETED',
        steps: [
          {
            action: null,
            done: true,
            endedAt: '2026-05-06T16:00:00.000Z',
            name: '审核',
            opinion: null,
            seq: 1,
            startedAt: '2026-05-06T01:00:00.000Z',
            unit: {
              code: '11340000003000000X',
            },
          },
          {
            action: 'PASS',
            done: true,
            endedAt: '2026-05-10T09:00:00.000Z',
            name: '决定',
            opinion: null,
            seq: 2,
            startedAt: '2026-05-10T00:00:00.000Z',
            unit: {
              code: '11340000003000000X',
            },
          },
        ],
        submittedAt: '2026-05-04T01:00:00.000Z',
        updatedAt: '2026-06-01T00:00:00.000Z',
        version: null,
      },
    ],
    totalCount: 1,
  });
});

it('tells the face of a licence, and refuses what the table does not say of it', async () => {
  await using world = await openAdapterWorld(aLicence({ certificate_source_id: 'LIC-1' }));

  const face = await world.ask(
    '{ licence(id: "AH:Licence:LIC-1") { typeCode typeName name issuer { code name } definer { code name } issuedOn areaCode } }',
  );
  const status = await world.ask('{ licence(id: "AH:Licence:LIC-1") { typeName validTo } }');

  expect(face).toMatchObject({
    data: {
      licence: {
        typeName: '居民身份证',
        issuedOn: '2026-05-20',
        areaCode: '340100',
      },
    },
  });
  expect(status).toEqual({
    data: { licence: { typeName: '居民身份证', validTo: null } },
    errors: [{ path: ['licence', 'validTo'], code: 'NOT_OFFERED' }],
  });
});

it('finds a case by its number, an item by its code of any length, and nothing of others', async () => {
  const rows = [aCase({ accept: { project_no: '皖2026-1' } }), aCase({ accept: { project_no: '340100.2026-7' } })];
  const items = [
    anItem({ basic: { task_code: taskCodeOf('000709008000') } }),
    anItem({ basic: { task_code: '000709008000' } }),
    anItem({
      basic: {
        task_code: 'AB',
        task_handle_item: `${taskCodeOf('000709008000')}01`,
      },
    }),
  ];
  await using world = await openAdapterWorld(together(...rows, ...items));
  const ids = [
    'AH:Case:340100.2026-7',
    `AH:Case:x.${Buffer.from('皖2026-1').toString('hex')}`,
    'AH:Case:340100.2026-8',
    `AH:ServiceItem:${taskCodeOf('000709008000')}`,
    'AH:ServiceItem:000709008000',
    `AH:ServiceItem:${taskCodeOf('000709008000')}01`,
    'AH:ServiceItem:AB',
    'GD:Case:340100.2026-7',
  ];

  const { data } = await world.ask(
    'query($them: [_Any!]!) { _entities(representations: $them) { __typename ... on Case { caseNo } ... on ServiceItem { taskCode } } }',
    { them: ids.map((id) => ({ __typename: id.split(':')[1], id })) },
  );

  expect(data?.['_entities']).toEqual([
    { __typename: 'Case', caseNo: '340100.2026-7' },
    { __typename: 'Case', caseNo: '皖2026-1' },
    null,
    { __typename: 'ServiceItem', taskCode: taskCodeOf('000709008000') },
    { __typename: 'ServiceItem', taskCode: '000709008000' },
    { __typename: 'ServiceItem', taskCode: 'AB' },
    null,
    null,
  ]);
});

// Licences over several provinces, through a gateway, as holders, officers and strangers see them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { compareCodePoints } from '../../../schema/cursor.js';
import { type LicenceNetwork, type OpenLicence, startLicenceNetwork } from '../../support/licence-network.js';

const CODES = ['GD', 'HN', 'SC'];
const START = Date.parse('2026-07-01T01:00:00Z');
const DAY_MS = 86_400_000;

let network: LicenceNetwork;
beforeAll(async () => {
  network = await startLicenceNetwork(CODES);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});
beforeEach(() => {
  network.clock.nowMs = START;
});

type Data = Readonly<Record<string, never>>;

/** A field of an answer, at a path; throws what went wrong instead. */
async function read(...asked: Parameters<LicenceNetwork['ask']>): Promise<Data> {
  const { data, errors } = await network.ask(...asked);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data as Data;
}

const holders = (): ReadonlyMap<string, readonly OpenLicence[]> =>
  Map.groupBy(network.licences, ({ holder_person: person }) => person);

/** Somebody with licences in two provinces or more. */
function holderInSeveral(): readonly OpenLicence[] {
  const found = [...holders().values()].toSorted((a, b) => b.length - a.length);
  const rows = found.find((own) => new Set(own.map(({ code }) => code)).size > 1);
  if (rows === undefined) throw new Error('nobody has licences in two of these provinces');
  return rows;
}

const pick = (isWanted: (row: OpenLicence) => boolean): OpenLicence => {
  const found = network.licences.find(isWanted);
  if (found === undefined) throw new Error('no licence is like that');
  return found;
};

const today = '2026-07-01';
const isRunning = ({ status, valid_from: from, valid_to: to, superseded_from: next }: OpenLicence): boolean =>
  status === 'VALID' && from <= today && (to === null || to >= today) && next === null;

const LIST = `query ($first: Int, $after: String, $order: [LicenceOrder!]) {
  myLicences(first: $first, after: $after, orderBy: $order) { totalCount nodes { id status details { identifier holderName } }
    pageInfo { hasNextPage endCursor } coverage { exact answered { code } missing { province { code } reason } } } }`;

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly details: { readonly identifier: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly coverage: { readonly exact: boolean; readonly answered: readonly { readonly code: string }[] };
}

async function readAll(person: string, first: number, order?: string): Promise<readonly Page['nodes'][number][]> {
  const nodes: Page['nodes'][number][] = [];
  for (let after: string | null = null; ; ) {
    const variables = { first, after, order: order === undefined ? null : [order] };
    const { myLicences: page } = (await read({ person }, LIST, variables)) as unknown as { readonly myLicences: Page };
    expect(page.nodes.length).toBeLessThanOrEqual(first);
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

/** All licences of a holder in the order that was asked for, put together without the product. */
function inOrder(rows: readonly OpenLicence[], column: 'issued_on' | 'valid_to', sign: 1 | -1): readonly string[] {
  const compare = (a: OpenLicence, b: OpenLicence): number =>
    compareCodePoints(a[column] ?? '', b[column] ?? '') || compareCodePoints(a.id, b.id);
  return rows.toSorted((a, b) => sign * compare(a, b)).map(({ id }) => id);
}

describe('the licences of one person', () => {
  it.each([
    [1, undefined, 'issued_on', -1],
    [2, 'ISSUED_ON_ASC', 'issued_on', 1],
    [3, 'VALID_TO_ASC', 'valid_to', 1],
    [200, 'VALID_TO_DESC', 'valid_to', -1],
  ] as const)('come from all provinces in one order, %i a page, by %s', async (first, order, column, sign) => {
    const several = [...holders().values()].toSorted((a, b) => b.length - a.length).slice(0, 4);
    for (const rows of [...several, holderInSeveral()]) {
      const [{ holder_person: person } = { holder_person: '' }] = rows;

      expect((await readAll(person, first, order)).map(({ id }) => id)).toEqual(inOrder(rows, column, sign));
    }
  });

  it('are shown in clear to that person, with the provinces that answered', async () => {
    const rows = holderInSeveral();
    const [{ holder_person: person, clear } = pick(() => false)] = rows;
    const { myLicences: page } = (await read({ person }, LIST, { first: 200 })) as unknown as {
      readonly myLicences: Page;
    };

    expect(page.totalCount).toBe(rows.length);
    expect(page.coverage).toEqual({ exact: true, answered: CODES.map((code) => ({ code })), missing: [] });
    expect(new Set(page.nodes.map(({ details }) => details.identifier))).toEqual(
      new Set(rows.map(({ identifier }) => identifier)),
    );
    expect(page.nodes.every(({ details }) => 'holderName' in details && details.holderName === clear.holderName)).toBe(
      true,
    );
  });

  it('are none for a person of whom nothing is here, and for somebody whose identity was not verified', async () => {
    for (const caller of [{ person: 'x'.repeat(43) }, {}]) {
      const { myLicences: page } = (await read(caller, LIST, {})) as unknown as { readonly myLicences: Page };
      expect([page.nodes, page.totalCount, page.coverage.exact]).toEqual([[], 0, true]);
    }
  });

  it('are asked for by nobody who is not known', async () => {
    const { data, errors = [] } = await network.ask(undefined, LIST, {});

    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(data ?? null).toBeNull();
  });
});

const FACE = `query ($id: ID!) { licence(id: $id) { id typeName status inForce issuer { code } province { code } } }`;
const DETAILS = `query ($id: ID!) { licence(id: $id) { details { masked identifier number holderName holderCode } } }`;

describe('one licence', () => {
  it('shows its face to anybody', async () => {
    const row = pick(isRunning);

    expect(await read(undefined, FACE, { id: row.id })).toEqual({
      licence: {
        ...{ id: row.id, typeName: row.type_name, status: 'VALID', inForce: true },
        ...{ issuer: { code: row.issuer_code }, province: { code: row.code } },
      },
    });
  });

  it.each([
    ['another citizen', { person: 'x'.repeat(43) }, null],
    ['a clerk of the province', { role: 'clerk', province: 'GD', purpose: 'CASE_HANDLING' } as const, true],
    ['a clerk of another province', { role: 'clerk', province: 'HN', purpose: 'CASE_HANDLING' } as const, null],
    [
      'an officer of the issuing authority who says for what',
      { role: 'officer', province: 'GD', unit: '', purpose: 'CASE_HANDLING' } as const,
      false,
    ],
    ['an officer of the issuing authority who does not', { role: 'officer', province: 'GD', unit: '' } as const, true],
    ['a supervisor under an order', { role: 'supervisor', purpose: 'SUPERVISION order-12' } as const, false],
    ['a supervisor without one', { role: 'supervisor' } as const, null],
  ])('shows who holds it to %s as it should', async (_who, caller, isMasked) => {
    const row = pick(({ code }) => code === 'GD');
    const asked = 'unit' in caller ? { ...caller, unit: row.issuer_code } : caller;
    const { licence } = (await read(asked, DETAILS, { id: row.id })) as unknown as {
      readonly licence: { readonly details: Readonly<Record<string, unknown>> | null };
    };

    if (isMasked === null) expect(licence.details).toBeNull();
    else expect(licence.details?.['masked']).toBe(isMasked);
    const isOpen = JSON.stringify(licence).includes(row.clear.holderCode);
    expect(isOpen).toBe(isMasked === false);
  });

  it('has one entry in the trail of its province for a clear reading, and none for masks', async () => {
    const row = pick(({ code }) => code === 'SC');
    const count = async (): Promise<number> => {
      const { orm } = { orm: network.province('SC').exchange.desk.storage };
      const rows = await orm.em
        .fork()
        .getConnection()
        .execute<{ person: string; classes: string }[]>('select person, classes from access_entry');
      return rows.filter(({ person, classes }) => person === row.holder_person && classes.includes('LICENCE')).length;
    };
    const before = await count();
    await read({ role: 'clerk', province: 'SC', purpose: 'CASE_HANDLING' }, DETAILS, { id: row.id });
    const afterMasks = await count();
    await read({ person: row.holder_person }, DETAILS, { id: row.id });

    expect([afterMasks - before, (await count()) - before]).toEqual([0, 1]);
  });

  it('lapses when its time is over, without anybody doing anything', async () => {
    const row = pick((one) => isRunning(one) && one.valid_to !== null);
    const end = Date.parse(`${row.valid_to ?? ''}T16:00:00Z`); // midnight in China after its last day
    const statusAt = async (nowMs: number): Promise<unknown> => {
      network.clock.nowMs = nowMs;
      return (await read(undefined, FACE, { id: row.id }))['licence'];
    };

    expect(await statusAt(end - 1)).toMatchObject({ status: 'VALID', inForce: true });
    expect(await statusAt(end)).toMatchObject({ status: 'LAPSED', inForce: false });
  });

  it('is recognised elsewhere by the document that says so, and not without one', async () => {
    const query = `query ($id: ID!) { licence(id: $id) { own: recognisedIn(province: "GD") { isRecognised basis } there: recognisedIn(province: "HN") { isRecognised basis text } } }`;
    const national = pick(({ code, type_name: name }) => code === 'GD' && name === '居民身份证');
    const local = pick(({ code, type_name: name }) => code === 'GD' && name === '居住证');

    const own = { isRecognised: true, basis: 'OWN' };
    expect((await read(undefined, query, { id: national.id }))['licence']).toMatchObject({
      own,
      there: { isRecognised: true, basis: 'NATIONAL_DOCUMENT', text: expect.stringContaining('国办发〔2022〕3号') },
    });
    expect((await read(undefined, query, { id: local.id }))['licence']).toEqual({
      own,
      there: { isRecognised: false, basis: null, text: null },
    });
  });
});

const CHANGE = `mutation ($input: ChangeLicenceStatusInput!) { done: changeLicenceStatus(input: $input) {
  ... on Licence { status revision } ... on LicenceRefusal { code } } }`;

describe('the status of a licence', () => {
  const officerOf = (row: OpenLicence) => ({ role: 'officer', province: row.code, unit: row.issuer_code }) as const;

  it('is changed by the authority that issued it, by the table, once for each key', async () => {
    const row = pick((one) => isRunning(one) && one.code === 'HN' && one.type_name === '社会保障卡');
    const change = (event: string, key: string, given: object = {}) =>
      read(officerOf(row), CHANGE, {
        input: { licenceId: row.id, event, reason: '测试', idempotencyKey: key, ...given },
      });

    expect(await change('RELEASE', 'a')).toEqual({ done: { code: 'STATUS_FORBIDS' } });
    expect(await change('WITHHOLD', 'a')).toEqual({ done: { status: 'WITHHELD', revision: 2 } });
    expect(await change('WITHHOLD', 'a')).toEqual({ done: { status: 'WITHHELD', revision: 2 } });
    expect(await change('RELEASE', 'a')).toEqual({ done: { code: 'KEY_REUSED' } });
    expect(await change('RELEASE', 'b', { revision: 1 })).toEqual({ done: { code: 'CHANGED_SINCE' } });
    expect(await change('RELEASE', 'b', { reason: ' ' })).toEqual({ done: { code: 'REASON_MISSING' } });
    expect(await change('RELEASE', 'b', { revision: 2 })).toEqual({ done: { status: 'VALID', revision: 3 } });
    expect(await change('CANCEL', 'c')).toEqual({ done: { status: 'CANCELLED', revision: 4 } });
    expect(await change('REVOKE', 'd')).toEqual({ done: { code: 'STATUS_FORBIDS' } });
  });

  it('is changed by nobody else', async () => {
    const row = pick((one) => isRunning(one) && one.code === 'GD');
    const input = { licenceId: row.id, event: 'CANCEL', reason: '测试', idempotencyKey: 'x' };
    const other = { ...officerOf(row), unit: '11440000SYNXXXZZZO' };

    expect(await read(other, CHANGE, { input })).toEqual({ done: { code: 'NOT_ISSUING_AUTHORITY' } });
    const asHolder = await network.ask({ person: row.holder_person }, CHANGE, { input });
    const fromElsewhere = await network.ask({ ...officerOf(row), province: 'HN' }, CHANGE, { input });

    expect(asHolder.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(fromElsewhere.errors).toHaveLength(1);
    expect((await read(undefined, FACE, { id: row.id }))['licence']).toMatchObject({ status: 'VALID' });
  });
});

const ANNOTATE = `mutation ($input: AnnotateLicenceInput!) { done: annotateLicence(input: $input) {
  ... on AnnotatedCopy { id state watermark } ... on LicenceRefusal { code } } }`;
const COPY = 'query ($id: ID!) { annotatedCopy(id: $id) { state watermark cause licence { id } } }';

describe('an annotated copy', () => {
  it('is made by the holder, and expires by itself', async () => {
    const row = pick((one) => isRunning(one) && one.type_name === '居民身份证');
    const expiresAt = new Date(START + 3 * DAY_MS).toISOString();
    const input = { licenceId: row.id, cause: '办理居住登记', expiresAt, idempotencyKey: 'k' };
    const caller = { person: row.holder_person };
    const { done } = (await read(caller, ANNOTATE, { input })) as unknown as { readonly done: { readonly id: string } };

    expect(done).toMatchObject({ state: 'COUNTS', watermark: '仅用于办理居住登记，有效期至2026-07-04' });
    expect((await read(caller, ANNOTATE, { input }))['done']).toEqual(done);
    const copy = { licence: { id: row.id }, watermark: '仅用于办理居住登记，有效期至2026-07-04', cause: null };
    network.clock.nowMs = START + 3 * DAY_MS - 1;
    expect(await read(undefined, COPY, { id: done.id })).toEqual({ annotatedCopy: { ...copy, state: 'COUNTS' } });
    expect(await read(caller, COPY, { id: done.id })).toMatchObject({ annotatedCopy: { cause: '办理居住登记' } });
    network.clock.nowMs = START + 3 * DAY_MS;
    expect(await read(undefined, COPY, { id: done.id })).toEqual({ annotatedCopy: { ...copy, state: 'EXPIRED' } });
  });

  it('is made by nobody who has nothing to do with the holder', async () => {
    const row = pick((one) => isRunning(one) && one.code === 'GD');
    const expiresAt = new Date(START + DAY_MS).toISOString();
    const input = { licenceId: row.id, cause: '用途', expiresAt, idempotencyKey: 'k2' };
    const unknown = { ...input, licenceId: 'GD:Licence:0' };

    for (const caller of [
      { person: 'x'.repeat(43) },
      { role: 'clerk', province: 'GD', unit: row.issuer_code, purpose: 'CASE_HANDLING' } as const,
    ]) {
      expect(await read(caller, ANNOTATE, { input })).toEqual({ done: { code: 'NOT_ENTITLED' } });
      expect(await read(caller, ANNOTATE, { input: unknown })).toEqual({ done: { code: 'NOT_ENTITLED' } });
    }
  });
});

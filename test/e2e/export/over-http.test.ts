// POST /export over stand-in provinces: the rows against one province that holds all, who may, limits, and what the
// manifest says when provinces, pages or readers fail.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { parquetReadObjects } from 'hyparquet';
import { roles, type Role } from '../../../schema/roles.js';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { askExport, type ExportAnswer } from '../../support/export/ask-export.js';
import { parseCsv } from '../../support/export/parse-csv.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { askUnion } from '../../support/union-oracle.js';
import { until } from '../../support/until.js';

const CODES = ['BJ', 'GD', 'HN'] as const;
const LABELS = ['=1+1', '逗号,与"引号"', '两\r\n行', '', 'plain', "'mark"];
const rowsOf = (start: number) =>
  Array.from({ length: 40 }, (_, index) => ({
    rank: index % 7 === 0 ? null : start + index * 3,
    label: LABELS[index % LABELS.length] ?? '',
  }));
const world = Object.fromEntries(CODES.map((code, index) => [code, rowsOf(index)]));
const ROWS = CODES.length * 40;
const QUERY = '{ rows(first: 7) { nodes { id rank label province { name } friends { id } } } }';

let tokens: DevTokens;
let federation: SmallFederation;
let analyst: { readonly authorization: string };
beforeAll(async () => {
  tokens = createDevTokens();
  federation = await startSmallFederation(world, { issuer: tokens.issuer });
  analyst = await tokens.bearer({ role: 'analyst', province: undefined });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
  tokens[Symbol.dispose]();
});
beforeEach(() => {
  for (const code of CODES) federation.province(code).misbehave(undefined);
});

const ask = (body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) =>
  askExport(federation.url, { query: QUERY, format: 'ndjson', ...body }, { ...analyst, ...headers });

const lines = ({ text }: ExportAnswer): readonly Readonly<Record<string, unknown>>[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** Lets a province answer so often, and then hang up. */
function hangUpAfter(code: string, answers: number): void {
  let left = answers;
  federation.province(code).misbehave((response) => {
    left -= 1;
    return left >= 0 ? undefined : (response.destroy(), 'handled');
  });
}

describe('the rows of a file', () => {
  /** Those of one province that holds the rows of all. */
  async function oracle(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const schema = buildSchema(await (await fetch(`${federation.url}/schema.graphql`)).text());
    const held = new Map(
      CODES.map((code) => [code, rowsOf(CODES.indexOf(code)).map((row, at) => ({ ...row, id: `${code}:Row:${at}` }))]),
    );
    const query = QUERY.replace('first: 7', `first: ${ROWS}`);
    const { data } = await askUnion(schema, held, { query, variables: {} });
    const { rows } = JSON.parse(JSON.stringify(data)) as { rows: { nodes: Record<string, { name?: string }>[] } };
    return rows.nodes.map(({ id, rank, label, province, friends }) => ({
      ...{ id, rank, label, 'province.name': province?.name, friends },
    }));
  }

  it('are those of one province that holds the rows of all, in its order, in every format', async () => {
    const expected = await oracle();
    const [csv, ndjson, parquet] = await Promise.all([
      ask({ format: 'csv' }),
      askExport(federation.url, { query: QUERY, format: 'ndjson' }, await other('supervisor')),
      ask({ format: 'parquet' }),
    ]);

    expect(lines(ndjson)).toEqual(expected);
    const [header, ...fields] = parseCsv(csv.text.slice(1));
    expect(header).toEqual(['id', 'rank', 'label', 'province.name', 'friends']);
    // Of all labels one begins like a formula.
    const unmarked = (text: string | null | undefined): string | null => text?.replace(/^'(?==)/, '') ?? null;
    expect(fields.map((line) => line.map(unmarked))).toEqual(
      expected.map(({ id, rank, label, 'province.name': name, friends }) => {
        return [id, rank === null ? null : JSON.stringify(rank), label, name, JSON.stringify(friends)];
      }),
    );
    expect(fields.filter(([, , label]) => label?.startsWith("'=") === true)).toHaveLength(CODES.length * 7);
    expect(await parquetReadObjects({ file: toArrayBuffer(parquet.file) })).toEqual(expected);
  });

  it('come page by page, each asked for once, and counted on the first alone', async () => {
    const before = federation.province('GD').requests.length;

    const { progress, manifest, headers } = await ask({});

    const asked = federation.province('GD').requests.slice(before);
    expect(asked).toHaveLength(Math.ceil(ROWS / 7));
    expect(asked.map(({ query }) => query.includes('totalCount'))).toEqual(asked.map((_, index) => index === 0));
    expect(progress).toEqual([...asked.keys(), asked.length].map((page) => Math.min(ROWS, (page + 1) * 7)));
    expect(headers.get('x-tongban-total')).toBe(String(ROWS));
    expect(manifest).toMatchObject({ complete: true, stopped: null, rows: ROWS, totalCount: ROWS, pages: 18 });
  });

  it('may be those of a list in one answer, of values, and none at all', async () => {
    const [values, none, absent] = [
      await ask({ query: '{ totals { distinctLabels count } }', format: 'csv' }),
      await ask({ query: '{ rows(label: "none") { nodes { id } } }', format: 'csv' }),
      await ask({ query: '{ row(id: "GD:Row:999") { circle { nodes { id } } } }' }),
    ];

    expect(parseCsv(values.text.slice(1)).flat().toSorted()).toEqual(
      ['distinctLabels', ...LABELS.map((label) => (/^('*=)/.test(label) ? `'${label}` : label))].toSorted(),
    );
    expect(values.manifest).toMatchObject({ complete: true, totalCount: null, query: { leftOut: ['totals.count'] } });
    expect(none.text).toBe('\ufeffid\r\n');
    expect([absent.text, absent.manifest.rows, absent.manifest.complete]).toEqual(['', 0, true]);
  });
});

const other = (role: Role) => tokens.bearer({ role, subject: `other-${role}` });

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

describe('who may', () => {
  const everybody: readonly (Role | undefined)[] = [undefined, ...(Object.keys(roles) as Role[])];
  const allowed: readonly (Role | undefined)[] = ['analyst', 'supervisor'];

  it.each(allowed)('is a caller who is %s', async (role) => {
    const { status, manifest } = await ask({}, await tokens.bearer(role === undefined ? {} : { role }));

    expect([status, manifest.role]).toEqual([200, role]);
    // Who he is does not stand there.
    expect(JSON.stringify(manifest)).not.toContain('"li"');
  });

  it.each(everybody.filter((role) => !allowed.includes(role)))(
    'is not a caller who is %s, and no province is asked',
    async (role) => {
      const before = federation.province('GD').requests.length;
      const header = role === undefined ? {} : await tokens.bearer({ role });

      const { status, codes, text } = await askExport(federation.url, { query: QUERY, format: 'csv' }, header);

      expect([status, ...codes]).toEqual(role === undefined ? [401, 'UNAUTHENTICATED'] : [403, 'FORBIDDEN']);
      expect(text).toContain('exportData');
      expect(federation.province('GD').requests).toHaveLength(before);
    },
  );

  it('is nobody where no issuer says who somebody is', async () => {
    await using open = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] });

    const { status, codes } = await askExport(open.url, { query: QUERY, format: 'csv' }, analyst);

    expect([status, ...codes]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('what is refused', () => {
  it.each([
    [{ format: 'xlsx' }, 400, 'BAD_REQUEST'],
    [{ query: 'mutation { rename(id: "GD:Row:0", label: "x") { id } }' }, 400, 'NOT_EXPORTABLE'],
    [{ query: '{ rows { nodes { id } } labels }' }, 400, 'NOT_EXPORTABLE'],
    [{ query: '{ rows { nodes { nothing } } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: '{ rows(first: 201) { nodes { id } } }' }, 400, 'BAD_PAGE_SIZE'],
    [{ query: '{ rows(after: "nonsense") { nodes { id } } }' }, 400, 'BAD_CURSOR'],
    [{ query: 'query ($n: Int!) { rows(first: $n) { nodes { id } } }' }, 400, 'BAD_USER_INPUT'],
    [{ query: undefined, documentId: 'unknown' }, 400, 'PERSISTED_DOCUMENT_NOT_FOUND'],
  ])('is %j, before the first row', async (body, status, code) => {
    const answer = await ask(body);

    expect([answer.status, ...answer.codes]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is a list with more rows than a file may have, as soon as that is known', async () => {
    const exports = { rows: 100, perCaller: 2, atOnce: 8, stallMs: 60_000 };
    await using small = await startSmallFederation(world, { issuer: tokens.issuer, exports });
    const rows = async (query: string) => await askExport(small.url, { query, format: 'ndjson' }, analyst);
    const [cursor] = await cursorsOf(small, 7);

    const known = await rows(QUERY);
    const behind = await rows(QUERY.replace('first: 7', `first: 7, after: "${cursor ?? ''}"`));

    expect([known.status, ...known.codes]).toEqual([400, 'EXPORT_TOO_LARGE']);
    // How many there are behind a cursor nobody counts.
    expect([lines(behind).length, behind.manifest.rows, behind.manifest.complete]).toEqual([98, 98, false]);
    expect(behind.manifest.stopped).toMatchObject({ page: 15, afterRows: 98, code: 'EXPORT_TOO_LARGE' });
  });

  it('is one export more than a caller may have at once; another may, and he again when one is over', async () => {
    const exports = { rows: 1000, perCaller: 1, atOnce: 2, stallMs: 60_000 };
    await using small = await startSmallFederation(world, { issuer: tokens.issuer, exports });
    const held = Promise.withResolvers<undefined>();
    const reached = Promise.withResolvers<undefined>();
    small.province('GD').misbehave((response, answer) => {
      reached.resolve(undefined);
      void held.promise.then(() => response.end(JSON.stringify(answer)));
      return 'handled';
    });
    const start = (header: Readonly<Record<string, string>>, query = QUERY) =>
      askExport(small.url, { query, format: 'csv' }, header);

    const first = start(analyst);
    await reached.promise;
    const second = await start(analyst);
    const another = start(await tokens.bearer({ role: 'supervisor', subject: 'wang' }));
    await until(() => small.province('HN').requests.length >= 2);
    const third = await start(await tokens.bearer({ role: 'supervisor', subject: 'zhao' }));
    held.resolve(undefined);

    expect([second.status, ...second.codes]).toEqual([429, 'TOO_MANY_EXPORTS']);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect([third.status, ...third.codes]).toEqual([429, 'TOO_MANY_EXPORTS']);
    expect([(await first).manifest.rows, (await another).manifest.rows]).toEqual([ROWS, ROWS]);
    expect((await start(analyst)).manifest.rows).toBe(ROWS);
  });
});

async function cursorsOf(federation: SmallFederation, first: number): Promise<readonly string[]> {
  const { data } = await federation.query(`{ rows(first: ${first}) { pageInfo { endCursor } } }`);
  return [(data as unknown as { rows: { pageInfo: { endCursor: string } } }).rows.pageInfo.endCursor];
}

it('waits for what a caller may spend, where a list costs more than he has at once', async () => {
  const cheap = QUERY.replace('first: 7', 'first: 7, provinces: ["GD"]').replace(
    'label province { name } friends { id }',
    '',
  );
  const costing = async (units: number): Promise<ExportAnswer> => {
    const rateLimits = { known: units, anonymous: undefined };
    await using small = await startSmallFederation(world, { issuer: tokens.issuer, rateLimits });
    return await askExport(small.url, { query: cheap, format: 'ndjson' }, analyst);
  };
  const tooCostly = await costing(1);
  const cost = Number(/costs ([\d,]+) units/.exec(tooCostly.text)?.[1]?.replaceAll(',', ''));

  const began = performance.now();
  // Six pages; the last has to wait for a hundredth of itself, which is a tenth of a second.
  const { manifest } = await costing(Math.floor(cost * 5.99));

  expect([tooCostly.status, ...tooCostly.codes]).toEqual([400, 'OPERATION_TOO_COSTLY']);
  expect([manifest.rows, manifest.pages, manifest.complete]).toEqual([40, 6, true]);
  expect(performance.now() - began).toBeGreaterThan(50);
});

describe('what the manifest says', () => {
  it('is what was asked, of what, when, and which bytes it made', async () => {
    const query = 'query Mine($label: String) { rows(label: $label) { nodes { id } } }';
    const body = { query, variables: { label: 'plain' }, operationName: 'Mine', format: 'csv' };

    const { manifest, file } = await ask(body);
    const again = await ask({ ...body, query: `# said otherwise\n${query.replaceAll(' ', '  ')}` });
    const sdl = await (await fetch(`${federation.url}/schema.graphql`)).text();

    const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
    expect(manifest).toMatchObject({
      format: 'csv',
      file: { bytes: file.length, sha256: sha256(file) },
      query: { operationName: 'Mine', variables: { label: 'plain' }, sha256: sha256(manifest.query.document) },
      columns: [{ name: 'id', kind: 'text' }],
      schemaSha256: sha256(sdl),
      startedAt: '2026-07-01T00:00:00.000Z',
      coverage: { exact: true, asked: [...CODES], answered: [...CODES], missing: [] },
      ...{ suppression: null, refusals: [], errors: { count: 0, first: [] } },
    });
    expect(again.manifest.query.sha256).toBe(manifest.query.sha256);
  });

  it('is which province is missing, why, and from which pages; the others are there', async () => {
    hangUpAfter('HN', 3);

    const { manifest } = await ask({});

    expect(manifest.complete).toBe(true);
    expect(manifest.coverage).toMatchObject({ exact: false, asked: [...CODES], answered: ['BJ', 'GD'] });
    const [lack, ...others] = manifest.coverage.missing;
    expect(lack).toMatchObject({ province: 'HN', reason: 'UNREACHABLE', firstPage: 4 });
    expect(lack?.pages).toBe(manifest.pages - 3);
    expect(others).toEqual([]);
    expect(manifest.rows).toBeGreaterThan(80);
    expect(manifest.rows).toBeLessThan(ROWS);
  });

  it('is that a province was back, with its rows of the pages before lacking', async () => {
    let answers = 0;
    federation.province('HN').misbehave((response) => {
      answers += 1;
      return answers > 3 && answers < 7 ? (response.destroy(), 'handled') : undefined;
    });

    const { manifest } = await ask({});

    const reasons = manifest.coverage.missing.map(({ province, reason }) => `${province} ${reason}`);
    expect(reasons).toEqual(['HN UNREACHABLE', 'HN BEHIND_CURSOR']);
    expect(manifest.coverage.missing[1]?.lastPage).toBe(manifest.pages);
    expect(manifest.coverage.exact).toBe(false);
  });

  it('is which values of rows could not be had', async () => {
    await using small = await startSmallFederation(
      {
        GD: [
          { rank: 1, label: 'a' },
          { rank: 2, label: 'broken' },
        ],
      },
      { issuer: tokens.issuer },
    );
    const query = '{ rows { nodes { rank fragile } } }';

    const { text, manifest } = await askExport(small.url, { query, format: 'csv' }, analyst);

    expect(text).toBe('\ufeffrank,fragile\r\n1,a\r\n2,\r\n');
    expect(manifest.errors).toMatchObject({ count: 1, first: [{ page: 1, path: 'rows.nodes.1.fragile' }] });
  });
});

describe('a page that cannot be had', () => {
  it('ends the file after the page before, and the manifest says where and why', async () => {
    hangUpAfter('HN', 3);

    const { manifest, text, codes } = await ask({}, { 'x-tongban-coverage': 'complete' });

    expect(codes).toEqual([]);
    expect([manifest.complete, manifest.rows]).toEqual([false, 21]);
    expect(text.split('\n')).toHaveLength(22);
    expect(manifest.stopped).toMatchObject({ page: 4, afterRows: 21, code: 'INCOMPLETE' });
  });

  it('leaves a file that can be read in every format, and a cursor behind which one goes on', async () => {
    const query = '{ row(id: "GD:Row:1") { circle(first: 1) { nodes { id } } } }';
    const friends = ['GD:Row:0', 'GD:Row:2', 'GD:Row:3'];
    const rows = [0, 1, 2, 3].map((rank) => ({ rank, label: 'a', friends }));
    await using small = await startSmallFederation({ GD: rows }, { issuer: tokens.issuer });
    let left = 2;
    small.province('GD').misbehave((response) => {
      left -= 1;
      return left >= 0 ? undefined : (response.destroy(), 'handled');
    });

    const { manifest, file } = await askExport(small.url, { query, format: 'parquet' }, analyst);
    small.province('GD').misbehave(undefined);
    const further = query.replace('first: 1', `after: "${manifest.stopped?.cursor ?? ''}"`);
    const rest = await askExport(small.url, { query: further, format: 'ndjson' }, analyst);

    expect(manifest.stopped).toMatchObject({ page: 3, code: 'PROVINCE_UNREACHABLE', province: 'GD' });
    const read = await parquetReadObjects({ file: toArrayBuffer(file) });
    expect([...read, ...lines(rest)].map(({ id }) => id as string)).toEqual(friends);
  });

  it('is no file at all when it is the first', async () => {
    hangUpAfter('GD', 0);

    const answer = await ask({ query: '{ row(id: "GD:Row:1") { circle { nodes { id } } } }' });

    expect([answer.status, ...answer.codes]).toEqual([502, 'PROVINCE_UNREACHABLE']);
  });
});

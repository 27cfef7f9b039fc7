// npm run bench:export -- [--rows N] [--rounds N]: one list of N rows as each format, beside a client that pages through
// the same list by itself, in one process that has gateway and provinces; ratios and bytes.
import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formats } from '../gateway/export/formats.js';
import type { Manifest } from '../gateway/export/manifest.js';
import { provinceFile } from '../subgraphs/province/storage/orm.js';
import { median } from './bench/load.js';
import { table } from './bench/table.js';
import { createTemporaryDirectory } from './bench/temporary-directory.js';
import { headersOf } from './demo/system-stage.js';
import { startSmallNetwork } from './demo/small-network.js';
import { readParts } from './export/read-parts.js';

const PROVINCES = ['GD', 'HN', 'SC', 'BJ'];
const LIST = `cases(orderBy: [SUBMITTED_AT_ASC], first: 200, after: $after) {
  nodes { id caseNo state mode submittedAt item { nameZh promisedLimit { value } } applicantProvince { nameZh } }`;
const QUERY = `query ($after: String) { ${LIST} } }`;
const PAGE = `query ($after: String) { ${LIST} pageInfo { hasNextPage endCursor } coverage { exact } } }`;

interface Measured {
  readonly seconds: number;
  readonly bytes: number;
  readonly rows: number;
}

interface Client {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function exportAs(format: string, { url, headers }: Client): Promise<Measured> {
  const began = performance.now();
  const body = JSON.stringify({ query: QUERY, format });
  const response = await fetch(`${url}/export`, { method: 'POST', headers, body });
  if (response.body === null || !response.ok) throw new Error(await response.text());
  let last = '';
  for await (const part of readParts(response.body, response.headers.get('content-type') ?? '')) {
    const decoder = new TextDecoder();
    last = '';
    const isManifest = !part.headers.has('x-tongban-rows');
    for await (const piece of part.body) if (isManifest) last += decoder.decode(piece, { stream: true });
  }
  const { rows, file, complete, coverage } = JSON.parse(last) as Manifest;
  if (!complete || !coverage.exact) throw new Error(last);
  return { seconds: (performance.now() - began) / 1000, bytes: file.bytes, rows };
}

async function pageThrough({ url, headers }: Client): Promise<Measured> {
  const began = performance.now();
  const measured = { bytes: 0, rows: 0 };
  for (let after: string | null = null; ; ) {
    const body: string = JSON.stringify({ query: PAGE, variables: { after } });
    const text = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).text();
    const { data } = JSON.parse(text) as {
      data: { cases: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    measured.bytes += Buffer.byteLength(text);
    measured.rows += data.cases.nodes.length;
    if (!data.cases.pageInfo.hasNextPage) return { seconds: (performance.now() - began) / 1000, ...measured };
    after = data.cases.pageInfo.endCursor;
  }
}

const options = { rows: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } } as const;
const { values } = parseArgs({ options });
process.stdout.write(
  `${availableParallelism()} processors, load at the start ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n\n`,
);
using directory = createTemporaryDirectory();
await using network = await startSmallNetwork({
  provinces: PROVINCES,
  cases: Math.ceil(Number(values.rows) / PROVINCES.length),
  dataDir: directory.path,
  placeOf(code) {
    const file = provinceFile(directory.path, code);
    mkdirSync(path.dirname(file), { recursive: true });
    return { file };
  },
});
const who = { subject: 'bench', role: 'analyst', province: undefined, unit: undefined, person: undefined } as const;
const headers = { 'content-type': 'application/json', ...(await headersOf(directory.path, who)) };
const client = { url: network.url, headers };
const ways = new Map<string, () => Promise<Measured>>([
  ['a client that pages by itself, JSON', () => pageThrough(client)],
  ...Object.keys(formats).map((format): [string, () => Promise<Measured>] => [format, () => exportAs(format, client)]),
]);
const measured = new Map([...ways.keys()].map((name) => [name, [] as Measured[]]));
await pageThrough(client); // what comes first compiles what all use
for (let round = 0; round < Number(values.rounds); round += 1) {
  const order = round % 2 === 0 ? [...ways] : [...ways].reverse();
  for (const [name, run] of order) measured.get(name)?.push(await run());
}
const secondsOf = (name: string): number => median((measured.get(name) ?? []).map(({ seconds }) => seconds));
const [base = ''] = ways.keys();
const rows = [...measured].map(([name, [first]]) => [
  name,
  secondsOf(name).toFixed(2),
  (secondsOf(name) / secondsOf(base)).toFixed(2),
  Math.round((first?.rows ?? 0) / secondsOf(name)).toLocaleString('en-US'),
  ((first?.bytes ?? 0) / 1e6).toFixed(2),
  ((first?.bytes ?? 0) / (measured.get('csv')?.[0]?.bytes ?? 1)).toFixed(2),
]);
const head = ['', 'seconds', 'against paging', 'rows/s', 'MB', 'bytes against CSV'];
const title = `${measured.get('csv')?.[0]?.rows.toLocaleString('en-US') ?? ''} cases of ${PROVINCES.length} provinces, pages of 200, medians of ${values.rounds} rounds; peak memory of the process ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
process.stdout.write(`${table(title, head, rows)}\n`);

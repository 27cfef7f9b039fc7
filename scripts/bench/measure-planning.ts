import { readFileSync } from 'node:fs';
import { parseRegistry } from '../../gateway/provinces/registry.js';
import { composeSupergraph } from '../../schema/compose.js';
import type { Effort } from './compare.js';
import { registryText } from './gateway-process.js';
import { median } from './load.js';
import { startPlanner, type Planner } from './planner.js';
import { provinceCodes } from './province-codes.js';
import { slope, table } from './table.js';

const COUNTS = [4, 16, 31, 100, 300] as const;
// The first documents meet code that is not compiled yet, and would be charged to whichever number comes first.
const WARM_UP = 30;
const DOCUMENTS_A_ROUND = 20;

const COLUMNS = ['compose', 'read registry', 'load supergraph', 'first run of a document', 'its second run'] as const;

/** What was measured over one number of provinces: ms, by column. */
type Times = Readonly<Record<(typeof COLUMNS)[number], number[]>>;

interface Case {
  readonly codes: readonly string[];
  readonly times: Times;
}

/**
 * What a start and a new document cost over more and more provinces: composing, loading, and the first run of a
 * document that nobody has sent before, narrowed to one province so that only planning is left to differ.
 */
export async function measurePlanning({ rounds }: Effort): Promise<string> {
  const cases = COUNTS.map((count): Case => ({ codes: provinceCodes(count), times: noTimes() }));
  const loaded: { readonly entry: Case; readonly planner: Planner }[] = [];
  await measureStart({ codes: provinceCodes(COUNTS[0]), times: noTimes() }); // the warm-up
  for (let round = 0; round < rounds; round += 1) {
    for (const entry of inTurn(cases, round)) {
      const planner = await measureStart(entry);
      if (round === 0) loaded.push({ entry, planner });
    }
  }
  for (let document = 0; document < WARM_UP + rounds * DOCUMENTS_A_ROUND; document += 1) {
    for (const { entry, planner } of inTurn(loaded, document)) {
      const isCounted = document >= WARM_UP;
      await measureDocument(`page${document}`, planner, isCounted ? entry : { ...entry, times: noTimes() });
    }
  }
  return planningTable(cases, rounds);
}

function noTimes(): Times {
  return {
    compose: [],
    'read registry': [],
    'load supergraph': [],
    'first run of a document': [],
    'its second run': [],
  };
}

/** Forwards and backwards in turn, so that a machine that drifts favours none. */
function inTurn<T>(items: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? items : items.toReversed();
}

/** Composes and loads. Nothing of the registry goes into composing; if some day something did, it would show. */
async function measureStart({ codes, times }: Case): Promise<Planner> {
  const read = (file: string): string => readFileSync(new URL(`../../schema/${file}`, import.meta.url), 'utf8');
  const [contract, national] = [read('province.graphql'), read('national.graphql')];
  const text = registryText(new Map(codes.map((code) => [code, `http://${code.toLowerCase()}.invalid/graphql`])));
  const began = performance.now();
  const sdl = composeSupergraph(contract, [{ name: 'national', url: 'http://127.0.0.1:1/', sdl: national }]);
  const composed = performance.now();
  const registry = parseRegistry(text, 'registry.yaml');
  const parsed = performance.now();
  const planner = await startPlanner(sdl, registry);
  times.compose.push(composed - began);
  times['read registry'].push(parsed - composed);
  times['load supergraph'].push(performance.now() - parsed);
  return planner;
}

/** Runs a document that this planner has not seen yet, and runs it again. */
async function measureDocument(field: string, planner: Planner, { codes, times }: Case): Promise<void> {
  const query = `query Fresh_${field} { ${field}: serviceItems(provinces: ["${codes.at(-1)}"], first: 50) {
    edges { cursor node { id nameZh mode province { code nameZh } standard { id nameZh } promisedLimit { value unit } } }
    pageInfo { hasNextPage endCursor } totalCount coverage { exact missing { province { code nameZh } reason } } } }`;
  times['first run of a document'].push(await planner.run(query, field));
  times['its second run'].push(await planner.run(query, field));
}

function planningTable(cases: readonly Case[], rounds: number): string {
  const columns = COLUMNS.map((name) => cases.map(({ codes, times }) => ({ x: codes.length, y: median(times[name]) })));
  const rows = cases.map(({ codes }, index) => [
    String(codes.length),
    ...columns.map((column) => (column[index]?.y ?? Number.NaN).toFixed(2)),
  ]);
  const ratios = columns.map((column) => (column.at(-1)?.y ?? Number.NaN) / (column[0]?.y ?? Number.NaN));
  return table(
    `composing and planning over N provinces, ms, medians of ${rounds} starts and ${rounds * DOCUMENTS_A_ROUND} documents`,
    ['provinces', ...COLUMNS],
    [
      ...rows,
      [`${COUNTS.at(-1)} against ${COUNTS[0]}: ratio`, ...ratios.map((ratio) => ratio.toFixed(2))],
      ['each further province, least squares: µs', ...columns.map((column) => (slope(column) * 1000).toFixed(1))],
    ],
  );
}

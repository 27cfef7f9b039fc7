// npm run bench:pages [-- --rounds N]: how much the pages weigh, and after how long somebody can use them, in Chromium with
// nothing kept from an earlier visit. Prints the tables of docs/benchmarks.md.
import { parseArgs } from 'node:util';
import { builtPages } from '../gateway/pages/register-pages.js';
import { type Asset, readPage } from '../gateway/pages/assets.js';
import { type Browser, findChromium, startBrowser } from './pages/browser.js';
import { startPageNetwork } from './pages/page-network.js';
import { dashboard, type PageView, playground } from './pages/page-views.js';

/** The pages that are measured, by the folder in which they are built. */
const pages: Readonly<Record<string, PageView>> = { dashboard, playground };

const PATIENCE_MS = 120_000;

interface Measured {
  readonly usefulMs: number;
  /** Paths of the files that had been asked for by then. */
  readonly asked: ReadonlySet<string>;
}

async function measure(browser: Browser, url: string, { path, useful }: PageView): Promise<Measured> {
  const began = performance.now();
  const page = await browser.open(`${url}${path}`);
  await page.waitFor(`(${useful}) && 1`, PATIENCE_MS);
  const usefulMs = performance.now() - began;
  return { usefulMs, asked: new Set(page.requests.map((request) => new URL(request).pathname.slice(1))) };
}

async function weigh(assets: readonly Asset[]): Promise<number> {
  const sizes = await Promise.all(assets.map(async ({ gzipped }) => (await gzipped()).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const kilobytes = (bytes: number): string => String(Math.round(bytes / 1000));
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const chromium = findChromium();
if (chromium === undefined) throw new Error('Chromium is missing. Debian has it as the package chromium.');
await using network = await startPageNetwork();
await using browser = startBrowser(chromium);
process.stdout.write(
  '| page | files at first, kB gzip | later, if asked for, kB gzip | useful after, ms |\n|---|---|---|---|\n',
);
for (const [name, view] of Object.entries(pages)) {
  const rounds: Measured[] = [];
  while (rounds.length < Number(values.rounds)) rounds.push(await measure(browser, network.url, view));
  const assets = readPage(`${builtPages}${name}`) ?? [];
  const isAtFirst = ({ path }: Asset): boolean => path === '' || rounds.some(({ asked }) => asked.has(path));
  const first = await weigh(assets.filter(isAtFirst));
  const later = await weigh(assets.filter((asset) => !isAtFirst(asset)));
  const useful = Math.round(median(rounds.map(({ usefulMs }) => usefulMs)));
  process.stdout.write(`| ${name} | ${kilobytes(first)} | ${kilobytes(later)} | ${String(useful)} |\n`);
}

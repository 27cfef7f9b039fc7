// npm run screenshots [-- NAME…]: the pictures of docs/images/, from a small network of the real thing. Needs Chromium and a
// font with Chinese (Debian: chromium, fonts-noto-cjk).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChromium, startBrowser } from './pages/browser.js';
import { shots } from './pages/page-views.js';
import { startPageNetwork } from './pages/page-network.js';

const FOLDER = path.resolve(import.meta.dirname, '../docs/images');
// A README that takes seconds to load is not read.
const LIMIT_BYTES = 200_000;
const PATIENCE_MS = 180_000;

const chromium = findChromium();
if (chromium === undefined) throw new Error('Chromium is missing. Debian has it as the package chromium.');
const asked = process.argv.slice(2);
const wanted = shots.filter(({ name }) => asked.length === 0 || asked.includes(name));
mkdirSync(FOLDER, { recursive: true });
await using network = await startPageNetwork();
await using browser = startBrowser(chromium);
let isStopped = false;
for (const { name, page, view, acts, isPartial = false } of wanted.toSorted(
  (a, b) => Number(!!a.isPartial) - Number(!!b.isPartial),
)) {
  if (isPartial && !isStopped) await network.province('HN').stop();
  isStopped ||= isPartial;
  const opened = await browser.open(`${network.url}${page.path}`, view);
  await opened.waitFor(`(${page.useful}) && 1`, PATIENCE_MS);
  for (const [act, until] of acts) {
    await opened.evaluate(`${act}, 0`);
    await opened.waitFor(`(${until}) && 1`, PATIENCE_MS);
  }
  const picture = await opened.screenshot();
  if (picture.length > LIMIT_BYTES) throw new Error(`${name} has ${String(picture.length)} bytes; make it smaller.`);
  writeFileSync(path.join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`${name}.png ${String(Math.round(picture.length / 1000))} kB\n`);
}

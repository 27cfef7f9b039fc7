import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forwarded, online } from '../../scripts/demo/journeys.js';
import { playJourney } from '../../scripts/demo/play-journey.js';
import { type Browser, findChromium, type Page, startBrowser, type View } from '../support/browser.js';
import { networkStage } from '../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../support/start-network.js';
import { untilGathered } from '../support/statistics/ask-statistics.js';

const chromium = findChromium();
// In CI a missing browser is a failure: a skipped test there would say that the dashboard works.
const isSkipped = chromium === undefined && process.env.CI !== 'true';
if (isSkipped) console.warn('NOT TESTED: the dashboard in a browser. Chromium is missing; install it, or set CI=true.');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 240_000;
const WAIT_MS = 60_000;

let network: TestNetwork;
let browser: Browser | undefined;
let traced: string;

const stage = networkStage('dashboard', () => network, PATIENCE_MS);

(isSkipped ? describe.skip : describe)('the dashboard in Chromium', () => {
  beforeAll(async () => {
    if (chromium === undefined) throw new Error('Chromium is missing, and CI=true asks for it.');
    network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 400, isJoined: true, isGuarded: true });
    traced = (await playJourney(stage, forwarded)).collaborationNo;
    await untilGathered(network);
    browser = startBrowser(chromium);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  it(
    'shows numbers of provinces that answer, hatches those that take no part, and never calls them zero',
    async () => {
      const page = await open();
      const answer = await network.query(
        '{ caseStatistics(groupBy: [HANDLING_PROVINCE]) { rows { handlingProvince { code } cases } } }',
      );
      const { rows } = (answer.data as unknown as { caseStatistics: { rows: Row[] } }).caseStatistics;
      const count = rows.find(({ handlingProvince }) => handlingProvince.code === 'GD')?.cases ?? 0;

      expect(await label(page, 'GD')).toBe(`广东，正常，办件数 ${new Intl.NumberFormat('zh-CN').format(count)}`);
      expect(count).toBeGreaterThan(100);
      expect(await label(page, 'YN')).toBe('云南，未接入，办件数 无数据（未接入）');
      expect(await page.evaluate(`document.querySelectorAll('.tile.missing-mark').length`)).toBe(29);
      expect(await page.evaluate(`document.querySelectorAll('.matrix tbody td.missing-mark').length`)).toBe(29 * 32);
      expect(await page.evaluate(`document.querySelectorAll('.matrix tbody td').length`)).toBe(32 * 32);
    },
    PATIENCE_MS,
  );

  it(
    'asks by the ids of its documents and no other host, and breaks no rule of its content security policy',
    async () => {
      const page = await open();
      await page.evaluate(`(() => {
        window.sent = [];
        const ask = window.fetch;
        window.fetch = (url, init) => { window.sent.push(JSON.parse(init.body)); return ask(url, init); };
        document.querySelector('.refresh').click();
      })()`);
      await page.waitFor(`window.sent.length >= 2`, WAIT_MS);

      expect(await page.evaluate(`window.sent.every((one) => /^sha256:/.test(one.documentId) && !one.query)`)).toBe(
        true,
      );
      expect(page.requests.filter((url) => new URL(url).origin !== network.url)).toEqual([]);
      expect(page.complaints).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'speaks English to who asks for it, changes over at a click, and says so to screen readers',
    async () => {
      const page = await open({ languages: 'en' });
      const title = await page.evaluate(`document.querySelector('#matrix h2').innerText`);
      await page.evaluate(`[...document.querySelectorAll('.languages button')][0].click()`);
      await page.waitFor(`document.querySelector('#matrix h2').innerText === '省际流向矩阵'`);

      expect(title).toBe('Flows between provinces');
      expect(await page.evaluate(`document.documentElement.lang`)).toBe('zh-CN');
      expect(await page.evaluate(`document.title`)).toContain('跨省通办联动图');
    },
    PATIENCE_MS,
  );

  it(
    'is walked by keys alone: tiles and matrix are one stop each, arrows move, Enter chooses',
    async () => {
      const page = await open();
      expect(await page.evaluate(`document.querySelectorAll('.tile[tabindex="0"]').length`)).toBe(1);
      await page.evaluate(`document.querySelector('.tile[data-code="GX"]').focus()`);
      await key(page, 'ArrowRight');
      await key(page, 'ArrowDown');
      await page.waitFor(`document.activeElement.dataset.code === 'GD'`);
      await page.press('Enter');
      await page.waitFor(`document.querySelector('.chosen h3')?.innerText === '广东'`);

      await page.evaluate(`document.querySelector('.matrix tbody td').focus()`);
      await key(page, 'End');
      await key(page, 'ArrowDown');
      await page.waitFor(`document.activeElement.ariaLabel.startsWith('天津 → 兵团')`);

      expect(await page.evaluate(`document.querySelectorAll('.matrix [tabindex="0"]').length`)).toBe(1);
      expect(await page.evaluate(`location.hash`)).toBe('#province=GD');
      expect(await page.evaluate(`document.querySelector('.readout').innerText`)).toContain('天津 → 兵团');
      expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).not.toBe('none');
    },
    PATIENCE_MS,
  );

  it(
    'traces a case by its number, and tells a mistake in it before anybody is asked',
    async () => {
      const page = await open();
      const wrong = `${traced.slice(0, -1)}${traced.endsWith('A') ? 'B' : 'A'}`;
      await type(page, '#trace input', wrong);
      await page.evaluate(`document.querySelector('#trace form').requestSubmit()`);
      const problem = await page.waitFor(`document.querySelector('#trace-problem').innerText`);
      await type(page, '#trace input', ` ${traced.toLowerCase()}`);
      await page.evaluate(`document.querySelector('#trace form').requestSubmit()`);
      await page.waitFor(`document.querySelectorAll('#trace .timeline li').length > 3`, WAIT_MS);

      const text = String(await page.evaluate(`document.querySelector('#trace').innerText`));
      expect(problem).toContain('校验码不符');
      expect(text).toMatch(/广东 收件 .*\n.*湖南 办理 .*\n.*广东 送达 /);
      expect(text).toContain('广东 → 湖南');
      expect(await page.evaluate(`location.hash`)).toBe(`#trace=${traced}`);
    },
    PATIENCE_MS,
  );

  it(
    'finds what to bring for an item, and shows why there is no guide where there is none',
    async () => {
      const page = await open({ languages: 'en' }, `#item=CN:StandardItem:${forwarded.itemCode}&from=GD&to=HN`);
      const guide = String(
        await page.waitFor(`((one) => one && one.innerText)(document.querySelector('article.guide'))`, WAIT_MS),
      );
      await type(page, '#guide input[type=search]', '结婚');
      await page.waitFor(`[...document.querySelectorAll('#guide select')][0].options.length < 10`, WAIT_MS);
      await page.evaluate(`location.hash = '#item=CN:StandardItem:${forwarded.itemCode}&from=GD&to=HN&scenario=none'`);
      const refusal = await page.waitFor(
        `((one) => one && one.innerText)(document.querySelector('#guide .refusal'))`,
        WAIT_MS,
      );

      expect(guide).toMatch(/Materials\n.*required/s);
      expect(guide).toContain('working days');
      expect(refusal).toContain('SCENARIO_UNKNOWN');
    },
    PATIENCE_MS,
  );

  it(
    'shows what happens in the chosen province as it happens, and brings the newest cases up to date',
    async () => {
      const page = await open({}, '#province=GD');
      await page.waitFor(`document.querySelector('[data-live=open]')`, WAIT_MS);
      const { collaborationNo } = await playJourney({ ...stage, play: 'live' }, online);

      await page.waitFor(`document.querySelector('[role=log]').innerText.includes('${collaborationNo}')`, WAIT_MS);
      await page.waitFor(
        `[...document.querySelectorAll('#activity > .events')].some((one) => one.innerText.includes('${collaborationNo}'))`,
        WAIT_MS,
      );
      expect(page.complaints).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each([
    ['zh', {}, ''],
    ['en, with all that can be chosen', { languages: 'en' }, '#province=GD&trace='],
    ['dark', { scheme: 'dark' }, '#province=HN'],
    ['phone', { width: 360, height: 740 }, ''],
  ] as const)(
    'has nothing for axe to find: %s',
    async (_name, view: View, hash) => {
      const page = await open(view, hash.endsWith('trace=') ? `${hash}${traced}` : hash);

      expect(await violations(page)).toEqual([]);
      if (view.width === 360)
        expect(
          await page.evaluate(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`),
        ).toBe(true);
      if (view.scheme === 'dark')
        expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(16, 22, 29)');
    },
    PATIENCE_MS,
  );

  it(
    'hatches a province that goes down, keeps the last numbers when the gateway is gone, and says both',
    async () => {
      const page = await open();
      await network.province('HN').stop();
      const down = await open();
      expect(await label(down, 'HN')).toMatch(/^湖南，.*，办件数 无数据（无法连接）$/);
      expect(await down.evaluate(`document.querySelector('.tile[data-code=HN]').className`)).toContain('missing-mark');
      expect(await down.evaluate(`document.querySelector('.standing').innerText`)).toContain('32 省中 2 省作答');
      expect(await violations(down)).toEqual([]);

      await page.evaluate(`window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))`);
      await page.evaluate(`document.querySelector('.refresh').click()`);
      const alarm = await page.waitFor(`document.querySelector('.standing [role=alert]')?.innerText`, WAIT_MS);
      expect(alarm).toMatch(/刷新失败，以下仍为 .* 的数据。 UNREACHABLE/);
      expect(await label(page, 'HN')).toMatch(/办件数 [\d,]+$/);
    },
    PATIENCE_MS,
  );
});

interface Row {
  readonly handlingProvince: { readonly code: string };
  readonly cases: number;
}

async function open(view: View = {}, hash = ''): Promise<Page> {
  if (browser === undefined) throw new Error('The browser has not started.');
  const page = await browser.open(`${network.url}/${hash}`, view);
  await page.waitFor(
    `document.querySelector('.tile.known-mark') && document.querySelector('#matrix .known-mark')`,
    WAIT_MS,
  );
  return page;
}

const label = (page: Page, code: string): Promise<unknown> =>
  page.evaluate(`document.querySelector('.tile[data-code=${code}] .unseen').textContent`);

// Some keys of the grid are none that the driver presses; the page hears them the same way.
async function key(page: Page, name: string): Promise<void> {
  await page.evaluate(
    `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${name}', bubbles: true, cancelable: true }))`,
  );
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => resolve(0)))`);
}

async function type(page: Page, place: string, text: string): Promise<void> {
  await page.evaluate(`((field) => { field.focus(); field.select(); })(document.querySelector('${place}'))`);
  await page.press(text);
}

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(`${axe}; for (const one of document.querySelectorAll('details')) one.open = true; 0`);
  await page.waitFor(`document.querySelectorAll('details table.plain').length > 3`);
  return await page.evaluate(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  }).then(({ violations, passes }) => passes.length < 15 ? ['too little was looked at'] : violations.map(
    ({ id, nodes }) => id + ': ' + nodes.slice(0, 4).map(({ html, failureSummary }) => html.slice(0, 200) + failureSummary).join(' | ')))`);
}

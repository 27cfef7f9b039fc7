import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { online } from '../../scripts/demo/journeys.js';
import { playJourney } from '../../scripts/demo/play-journey.js';
import { type Browser, findChromium, startBrowser, type View } from '../support/browser.js';
import { networkStage } from '../support/cases/network-stage.js';
import { model, openPlayground, type PlaygroundPage, unzip } from '../support/playground-page.js';
import { startNetwork, type TestNetwork } from '../support/start-network.js';

const chromium = findChromium();
// In CI a missing browser is a failure: a skipped test there would say that the playground works.
const isSkipped = chromium === undefined && process.env.CI !== 'true';
if (isSkipped)
  console.warn('NOT TESTED: the playground in a browser. Chromium is missing; install it, or set CI=true.');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// A browser beside it keeps a small machine busy, and what is tried here is not how soon a province is given up.
const PATIENT = {
  provinceTimeoutMs: 60_000,
  operationTimeoutMs: 60_000,
  headersTimeoutMs: 60_000,
  callTimeoutMs: 60_000,
};

let network: TestNetwork;
let browser: Browser | undefined;
// Opening it is most of the time that this takes, so most tests share one; each writes the query that it needs.
let page: PlaygroundPage;
let complaintsBefore = 0;

(isSkipped ? describe.skip : describe)('the playground in Chromium', () => {
  beforeAll(async () => {
    if (chromium === undefined) throw new Error('Chromium is missing, and CI=true asks for it.');
    const settings = { devTokens: true, ...PATIENT };
    network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 60, isGuarded: true, settings });
    browser = startBrowser(chromium);
    page = await open();
  }, 300_000);

  beforeEach(() => {
    complaintsBefore = page.complaints.length;
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  it('opens in Chinese with the first examples and answers one, asking no other host and breaking no rule', async () => {
    const answer = await page.run();

    expect(await tabsOf(page)).toEqual(['NewestCases', 'CompareProvinces', 'SearchItems']);
    expect(answer).toMatchObject({ data: { cases: { totalCount: 180, coverage: { exact: true } } } });
    expect(await page.evaluate(`document.documentElement.lang`)).toBe('zh-CN');
    expect(await page.evaluate(LABELS)).toEqual(expect.arrayContaining(['显示接口文档', '显示表格', '变量', '结果']));
    expect(await page.evaluate(`document.querySelector('.graphiql-response .gap-banner').innerText`)).toBe('');
    expect(page.requests.filter((url) => new URL(url).origin !== network.url)).toEqual([]);
    expect(page.complaints.slice(complaintsBefore)).toEqual([]);
  }, 300_000);

  it('changes its language at a click, keeps the choice, and tells screen readers', async () => {
    await page.click('English');
    await page.waitFor(`${LABELS}.includes('Show Table')`);
    const chosen = await page.evaluate(`[document.documentElement.lang, localStorage.getItem('tongban:language')]`);
    await page.click('中文');
    await page.waitFor(`${LABELS}.includes('显示表格')`);

    expect(chosen).toEqual(['en', 'en']);
  }, 300_000);

  it('builds a query by clicks, marks a field that there is not, and shows the schema in both languages', async () => {
    await page.write('query Built { codeLists { name unheardOf } }');
    await page.waitFor(`document.querySelector('.squiggly-error') !== null`, 40_000);
    await page.write('query Built { __typename }');

    await page.show('点选构建器');
    await page.waitFor(`${EXPLORER_FIELD('provinces')} !== undefined`, 40_000);
    await page.evaluate(`${EXPLORER_FIELD('provinces')}.click()`);
    await page.waitFor(`${MODEL}.getValue().includes('provinces')`);

    await page.show('接口文档');
    await page.click('Query');
    const docs = String(
      await page.waitFor(
        `((text) => text.includes('compareItem') && text)(document.querySelector('.graphiql-plugin').innerText)`,
        40_000,
      ),
    );
    expect(docs).toMatch(/\p{Script=Han}[^\n]* · [A-Z]/u);
    expect(docs).toContain('字段');
    expect(docs).toContain('Query');
  }, 300_000);

  it('opens an example with its variables in a tab of its own, finds examples, and keeps a history', async () => {
    await page.show('查询示例');
    await page.evaluate(SEARCH('材料'));
    await page.click('异地办事带什么');
    await page.waitFor(`${MODEL}.getValue().includes('WhatToBring')`);

    const answer = await page.run();
    await page.show('历史记录');

    expect(answer).toMatchObject({ data: { guide: { mode: expect.any(String) } } });
    expect(((await tabsOf(page)) as string[]).slice(1)).toEqual(['CompareProvinces', 'SearchItems', 'WhatToBring']);
    await page.waitFor(`document.querySelector('.graphiql-plugin').innerText.includes('WhatToBring')`);
  }, 300_000);

  it('follows a subscription until it is stopped', async () => {
    await page.write('subscription { caseEvents(province: "GD") { event collaborationNo } }');
    await page.evaluate(`${BUTTON('运行查询')}.click()`);
    await page.waitFor(`${BUTTON('停止查询')} !== null`, 40_000);

    const stage = networkStage('watched', () => network, 60_000);
    const { collaborationNo } = await playJourney(stage, { ...online, steps: [] });

    const told = `((answer) => answer.data?.caseEvents && answer)(JSON.parse(${RESPONSE}.getValue()))`;
    expect(await page.waitFor(told, 40_000)).toEqual({ data: { caseEvents: { event: 'draftCase', collaborationNo } } });
    await page.evaluate(`${BUTTON('停止查询')}.click()`);
    await page.waitFor(`${BUTTON('运行查询')} !== null`, 40_000);
    expect(page.complaints.slice(complaintsBefore)).toEqual([]);
  }, 300_000);

  it('shows rows as a table and saves them as CSV and as a workbook, with what was asked below', async () => {
    const columns = Array.from({ length: 28 }, (_value, place) => `column${String(place)}: caseNo`).join(' ');
    await page.write(`query Rows { cases(first: 180) { nodes { id state ${columns} } coverage { exact } } }`);
    await page.run();

    await page.show('表格');
    await page.paneWith('cases.nodes (180');
    const csv = await page.save('导出 CSV');
    const workbook = await page.save('导出 XLSX');

    const lines = csv.bytes.toString('utf8').split('\r\n');
    expect(csv.name).toMatch(/^tongban-Rows-\d{8}T\d{4}\.csv$/);
    expect(lines[0]).toMatch(/^\uFEFFid,state,column0,/);
    expect(lines).toHaveLength(1 + 180 + 1 + 5 + 1);
    expect(lines.slice(182).join('\n')).toMatch(
      /# 完整[^]*not exact|# 完整[^]*exact[^]*query Rows\{cases\(first:180\)/,
    );
    const parts = [...unzip(workbook.bytes).values()].join('');
    expect(workbook.name).toMatch(/\.xlsx$/);
    expect(parts).toContain(lines[1]?.split(',')[0]);
    expect(parts).toContain('query Rows{cases(first:180)');
    // Larger than what the zip library packs without a worker, which the policy of the page would stop.
    expect(Math.max(...[...unzip(workbook.bytes).values()].map(({ length }) => length))).toBeGreaterThan(160_000);
    expect(page.complaints.slice(complaintsBefore)).toEqual([]);
  }, 300_000);

  it('draws the numbers of an answer, and says how it came about', async () => {
    await page.write('query Limits { serviceItems(first: 5) { nodes { nameZh promisedLimit { value } } } }');
    await page.show('查询过程');
    await page.waitFor(`document.querySelector('.own-pane input[type=checkbox]') !== null`);
    await page.evaluate(`document.querySelector('.own-pane input[type=checkbox]').click()`);
    const answer = await page.run();
    const plan = await page.paneWith('HN');
    await page.show('图表');

    await page.waitFor(`document.querySelectorAll('[role=img] svg path').length > 5`, 40_000);
    expect(answer).toMatchObject({ extensions: { explain: expect.any(Array) } });
    expect(plan).toMatch(/provinces · serviceItems[^]*GD[^]*✓/);
    expect(await page.evaluate(`document.querySelector('[role=img]').getAttribute('aria-label')`)).toContain(
      'promisedLimit.value',
    );
    expect(page.complaints.slice(complaintsBefore)).toEqual([]);
  }, 300_000);

  it('asks as another role with a token that is held nowhere but in memory, and shares a link without it', async () => {
    await page.show('身份');
    await page.click('取得令牌');
    await page.waitFor(`document.querySelector('.page-header').innerText.includes('统计分析人员')`, 40_000);
    await page.write(
      'query Who { explainAccess(province: "GD", query: "{ __typename }") { ...on AccessExplanation { role } } }',
      '{"a": 1}',
    );
    const answer = await page.run();
    await page.click('复制分享链接');
    const link = String(await page.waitFor(`location.hash.startsWith('#q=') && location.href`));

    const kept = String(
      await page.evaluate(`JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])`),
    );
    const other = await open({ languages: 'en-GB' }, link);

    expect(answer).toMatchObject({ data: { explainAccess: { role: 'analyst' } } });
    expect(`${kept} ${link}`).not.toMatch(/eyJ|Bearer/);
    expect(await other.query()).toContain('query Who');
    expect(await other.evaluate(`document.querySelector('.page-header').innerText`)).toContain('nobody');
    expect(await other.evaluate(LABELS)).toEqual(expect.arrayContaining(['Show Documentation Explorer', 'Show Table']));
    await page.click('退出');
    expect(await page.run()).toMatchObject({ data: { explainAccess: { role: null } } });
  }, 300_000);

  it('lets the browser run no inline script, no eval, and no request to another origin', async () => {
    const outcome = await page.evaluate(`(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.hasRunInline = true';
      document.head.append(script);
      const nameOf = (error) => error.name;
      const evaluated = await Promise.resolve().then(() => eval('1')).catch(nameOf);
      const fetched = await fetch('http://127.0.0.1:1/').catch(nameOf);
      return { inline: window.hasRunInline ?? false, evaluated, fetched };
    })()`);

    expect(outcome).toEqual({ inline: false, evaluated: 'EvalError', fetched: 'TypeError' });
    expect(
      page.complaints.slice(complaintsBefore).filter((text) => text.includes('Content Security Policy')).length,
    ).toBeGreaterThanOrEqual(2);
  }, 300_000);

  it('has no part of its own that assistive tools stumble over', async () => {
    await page.write('{ serviceItems(first: 5) { nodes { nameZh promisedLimit { value } } } }');
    await page.run();

    expect(await stumblingBlocks(page)).toEqual([]);
  }, 300_000);

  // The province stays away from here on.
  it('shows that an answer is partial before anybody exports it, in dark colours and on a phone', async () => {
    await network.province('HN').stop();
    const phone = await open({ scheme: 'dark', width: 390, height: 844 });
    await phone.run();
    const banner = await phone.waitFor(`document.querySelector('.graphiql-response .gap-banner').innerText`);

    await phone.show('表格');
    const pane = await phone.paneWith('结果不完整');
    const csv = await phone.save('导出 CSV');

    expect(banner).toContain('缺 1 省数据：HN');
    expect(await phone.evaluate(`${TOP_OF('.graphiql-response .gap-banner')} < ${TOP_OF('.result-window')}`)).toBe(
      true,
    );
    expect(pane.indexOf('结果不完整')).toBeLessThan(pane.indexOf('导出 CSV'));
    expect(csv.name).toMatch(/-partial\.csv$/);
    expect(csv.bytes.toString('utf8')).toMatch(/# 不完整[^]*1 province is missing: HN \(no connection\)/);
    expect(await phone.evaluate(`document.body.classList.contains('graphiql-dark')`)).toBe(true);
    expect(await phone.evaluate(`document.documentElement.scrollWidth - innerWidth`)).toBeLessThanOrEqual(0);
    expect(await stumblingBlocks(phone)).toEqual([]);
  }, 300_000);
});

/** What axe finds in our panes, one after another. */
async function stumblingBlocks(looked: PlaygroundPage): Promise<readonly string[]> {
  await looked.evaluate(`${axe}; 0`);
  const blocks: string[] = [];
  for (const name of ['查询示例', '表格', '图表', '查询过程', '身份']) {
    await looked.show(name);
    await looked.paneWith(name);
    const found = (await looked.evaluate(`axe.run('.own-pane, .page-header, .gap-banner', {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }).then(({ violations, passes }) => ({
      passed: passes.length,
      blocks: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')),
    }))`)) as { readonly passed: number; readonly blocks: readonly string[] };
    expect(found.passed).toBeGreaterThan(5);
    blocks.push(...found.blocks.map((block) => `${name}: ${block}`));
  }
  return blocks;
}

const MODEL = model('operation.graphql');
const RESPONSE = model('response.json');
const BUTTON = (name: string): string => `document.querySelector('.graphiql-execute-button[aria-label^="${name}"]')`;
const TOP_OF = (place: string): string => `document.querySelector('${place}').getBoundingClientRect().top`;
const LABELS = `[...document.querySelectorAll('[aria-label], .graphiql-editor-tools button')].map((one) => one.getAttribute('aria-label') ?? one.textContent)`;
const EXPLORER_FIELD = (name: string): string =>
  `[...document.querySelectorAll('.graphiql-explorer-field-view')].find((one) => one.textContent.trim() === '${name}')`;
// As React hears of it when somebody types.
const SEARCH = (text: string): string => `(() => {
  const field = document.querySelector('.own-pane input[type=search]');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(text)});
  field.dispatchEvent(new Event('input', { bubbles: true }));
})()`;

async function open(view: View = {}, url = `${network.url}/playground`): Promise<PlaygroundPage> {
  if (browser === undefined) throw new Error('The browser has not started.');
  return await openPlayground(browser, url, view);
}

async function tabsOf(page: PlaygroundPage): Promise<unknown> {
  return await page.evaluate(`[...document.querySelectorAll('.graphiql-tab-button')].map((tab) => tab.textContent)`);
}

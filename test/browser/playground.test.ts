import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { buildSchema, graphql } from 'graphql';
import { examples } from '../../gateway/pages/examples.js';
import { registerPages } from '../../gateway/pages/register-pages.js';
import { type Browser, findChromium, type Page, startBrowser } from '../support/browser.js';

const chromium = findChromium();
// In CI a missing browser is a failure: a skipped test there would say that the playground works.
const isSkipped = chromium === undefined && process.env.CI !== 'true';
if (isSkipped)
  console.warn('NOT TESTED: the playground in a browser. Chromium is missing; install it, or set CI=true.');

const schema = buildSchema(`
  type Query { cases(first: Int, orderBy: [CaseOrder!]): CaseConnection! }
  enum CaseOrder { SUBMITTED_AT_DESC }
  type CaseConnection { totalCount: Int!, nodes: [Case!]! }
  type Case { caseNo: String! }
`);
const world = { cases: { totalCount: 1, nodes: [{ caseNo: 'GD-2024-0001' }] } };

const editorIn = (place: string): string => `document.querySelector('${place} .CodeMirror').CodeMirror`;
const QUERY_EDITOR = editorIn('.graphiql-query-editor');
const RESULT_EDITOR = editorIn('.result-window');

// Browsers open connections in advance, and an unused one would keep an ordinary close waiting.
const app = fastify({ forceCloseConnections: true });
let browser: Browser | undefined;
let origin: string;

(isSkipped ? describe.skip : describe)('the playground in Chromium', () => {
  beforeAll(async () => {
    if (chromium === undefined) throw new Error('Chromium is missing, and CI=true asks for it.');
    registerPages(app, { examples });
    app.post('/graphql', async (request) => {
      const { query, variables } = request.body as { query: string; variables?: Record<string, unknown> };
      return await graphql({ schema, source: query, rootValue: world, variableValues: variables });
    });
    origin = await app.listen({ port: 0, host: '127.0.0.1' });
    browser = startBrowser(chromium);
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await app.close();
  });

  it('opens with one tab for each example', async () => {
    const page = await openPlayground();

    const tabs = await page.evaluate(
      `[...document.querySelectorAll('.graphiql-tab-button')].map((tab) => tab.textContent)`,
    );

    expect(tabs).toEqual(['NewestCases', 'CompareProvinces', 'SearchItems']);
    expect(await page.evaluate('document.title')).toBe('通办 Tongban');
  });

  it('shows the first example under its title in the editor', async () => {
    const page = await openPlayground();

    const text = await page.evaluate(`${QUERY_EDITOR}.getValue()`);

    expect(text).toContain(`# ${examples[0]?.title ?? 'no example'}`);
    expect(text).toContain(examples[0]?.query);
  });

  it('shows the query of an example when its tab is chosen', async () => {
    const page = await openPlayground();

    await page.evaluate(`document.querySelectorAll('.graphiql-tab-button')[1].click()`);

    expect(await page.waitFor(`${QUERY_EDITOR}.getValue().includes('compareItem')`)).toBe(true);
  });

  it('reads the schema of the graph beside it and marks a field that it lacks', async () => {
    const page = await openPlayground();

    await page.evaluate(`${QUERY_EDITOR}.setValue('{ cases { unheardOf } }')`);

    expect(await page.waitFor(`document.querySelector('.CodeMirror-lint-mark-error').textContent`)).toBe('unheardOf');
  });

  it('shows the answer of a query', async () => {
    const page = await openPlayground();

    await page.evaluate(`${QUERY_EDITOR}.setValue('{ cases { totalCount nodes { caseNo } } }')`);
    await page.evaluate(`document.querySelector('.graphiql-execute-button').click()`);

    const shown = await page.waitFor(`JSON.parse(${RESULT_EDITOR}.getValue())`);
    expect(shown).toEqual({ data: world });
  });

  it('asks no other host and breaks no rule of its content security policy', async () => {
    const page = await openPlayground();

    await page.waitFor(`document.fonts.status === 'loaded'`);

    expect(page.requests.filter((url) => new URL(url).origin !== origin)).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  it('lets the browser run no inline script, no eval, and no request to another origin', async () => {
    const page = await openPlayground();

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
    expect(page.complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(2);
  });
});

async function openPlayground(): Promise<Page> {
  if (browser === undefined) throw new Error('The browser has not started.');
  const page = await browser.open(origin);
  await page.waitFor(`${QUERY_EDITOR}.getValue()`);
  return page;
}

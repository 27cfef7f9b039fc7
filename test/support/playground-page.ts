import { inflateRawSync } from 'node:zlib';
import type { Browser, Page, View } from './browser.js';

/** The playground in a browser, by what somebody sees of it. */
export interface PlaygroundPage extends Page {
  /** Presses what is called so: a button by its label, or by how its text begins. */
  readonly click: (name: string) => Promise<void>;
  /** Opens the pane that is called so, unless it is open. */
  readonly show: (pane: string) => Promise<void>;
  /** Puts a query into the tab in front. */
  readonly write: (query: string, variables?: string) => Promise<void>;
  /** Runs what the tab in front holds, and gives the whole answer. */
  readonly run: () => Promise<Record<string, unknown>>;
  /** What the query editor of the tab in front holds. */
  readonly query: () => Promise<string>;
  /** Text of one of our panes, once `text` stands in it. */
  readonly paneWith: (text: string) => Promise<string>;
  /** Presses a button that saves a file, and gives what is saved. */
  readonly save: (name: string) => Promise<SavedFile>;
}

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

// For a machine that does much else at the same time; on one that does not, everything takes a second.
const LIMIT_MS = 90_000;

/** What holds the text of an editor of the tab in front, as the page knows it. */
export const model = (name: string): string =>
  `globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('${name}'))`;

/** Opens it and waits until it has read the schema. */
export async function openPlayground(browser: Browser, url: string, view: View = {}): Promise<PlaygroundPage> {
  const page = await browser.open(url, view);
  await page.waitFor(`${model('operation.graphql')}.getValue() !== '' && 1`, LIMIT_MS);
  await page.waitFor(`document.querySelector('.graphiql-spin') === null`, LIMIT_MS);
  await page.evaluate(KEEP_SAVED_FILES);
  const click = async (name: string): Promise<void> => {
    const found = `[...document.querySelectorAll('button, a, summary')].find((one) =>
      one.getAttribute('aria-label') === ${JSON.stringify(name)} || one.textContent.trim().startsWith(${JSON.stringify(name)}))`;
    await page.waitFor(`${found} !== undefined`, LIMIT_MS);
    await page.evaluate(`${found}.click()`);
  };
  return {
    ...page,
    get requests() {
      return page.requests;
    },
    click,
    async show(pane) {
      const isOpen = await page.evaluate(`document.querySelector('[aria-label="收起${pane}"]') !== null`);
      if (isOpen !== true) await click(`显示${pane}`);
    },
    async write(query, variables = '') {
      await page.evaluate(`${model('operation.graphql')}.setValue(${JSON.stringify(query)})`);
      await page.evaluate(`${model('variables.json')}.setValue(${JSON.stringify(variables)})`);
    },
    async run() {
      await page.evaluate(`${model('response.json')}.setValue('')`);
      await page.evaluate(`document.querySelector('.graphiql-execute-button').click()`);
      const answer = await page.waitFor(`JSON.parse(${model('response.json')}.getValue())`, LIMIT_MS);
      return answer as Record<string, unknown>;
    },
    query: async () => String(await page.evaluate(`${model('operation.graphql')}.getValue()`)),
    async paneWith(text) {
      const pane = `document.querySelector('.own-pane').innerText`;
      return String(await page.waitFor(`${pane}.includes(${JSON.stringify(text)}) && ${pane}`, LIMIT_MS));
    },
    async save(name) {
      await page.evaluate('saved.length = 0');
      await click(name);
      const file = (await page.waitFor('saved[0]', LIMIT_MS)) as { name: string; base64: string };
      return { name: file.name, bytes: Buffer.from(file.base64, 'base64') };
    },
  };
}

// A headless browser has no folder to save into: what a link would save is kept instead.
const KEEP_SAVED_FILES = `(() => {
  globalThis.saved = [];
  HTMLAnchorElement.prototype.click = async function () {
    const { download, href } = this;
    if (download === '') { this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); return; }
    const bytes = await kept.get(href).bytes();
    saved.push({ name: download, base64: bytes.toBase64?.() ?? btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join('')) });
  };
  const kept = new Map();
  const create = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const url = create.call(URL, blob);
    kept.set(url, blob);
    return url;
  };
})()`;

/** The files of a zip archive without encryption, by name. */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const END = 0x06_05_4b_50;
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== END) end -= 1;
  let place = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, nameLength, extraLength, noteLength] = [20, 28, 30, 32].map((at) =>
      at === 20 ? archive.readUInt32LE(place + at) : archive.readUInt16LE(place + at),
    ) as [number, number, number, number];
    const name = archive.toString('utf8', place + 46, place + 46 + nameLength);
    const local = archive.readUInt32LE(place + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(begin, begin + packed);
    const isPacked = archive.readUInt16LE(place + 10) !== 0;
    files.set(name, (isPacked ? inflateRawSync(bytes) : bytes).toString('utf8'));
    place += 46 + nameLength + extraLength + noteLength;
  }
  return files;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A page in a real browser. It collects what the page asked for and what went wrong in it. */
export interface Page {
  /** Evaluates an expression in the page and waits for its promise. Fails when the expression throws. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Waits until `condition` is truthy in the page and gives its value. Fails after `limitMs` with the page's text. */
  readonly waitFor: (condition: string, limitMs?: number) => Promise<unknown>;
  /** What is seen, as PNG. */
  readonly screenshot: () => Promise<Buffer>;
  /** Types as somebody at the keyboard would: a key of its own such as `Enter` or `Tab`, or text. */
  readonly press: (key: string) => Promise<void>;
  /** Every URL that the page asked for, data URLs left out. */
  readonly requests: readonly string[];
  /** Uncaught errors, console errors and violations of the content security policy. */
  readonly complaints: readonly string[];
}

/** How a page is looked at; a screen of 1280 × 800, in light colours and Chinese, unless it is said otherwise. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** Languages of the browser. */
  readonly languages?: string;
}

/** A headless Chromium of its own, with an empty profile. Owned by the caller: dispose of it. */
export interface Browser extends AsyncDisposable {
  /** Opens `url` as a first visitor would: every page has cookies and storage of its own. */
  readonly open: (url: string, view?: View) => Promise<Page>;
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>;

/** The Chromium of this machine, or undefined when there is none. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not ours to run: the search goes on.
  }
}

// No name but 127.0.0.1 resolves, so a page that needs another host fails here as it would in a closed network.
const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Starts Chromium and speaks its DevTools protocol over a pipe. */
export function startBrowser(executable: string): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  const child = spawn(executable, [...SWITCHES, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const events = new Set<(message: Message) => void>();
  const send = connect(child, events);
  return {
    open: async (url, view = {}) => await openPage({ url, view }, send, events),
    [Symbol.asyncDispose]: async () => {
      await stop(child, send);
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

// Closed in order, so that its helper processes are gone too and none writes the profile anew after its removal.
async function stop(child: ChildProcess, send: Send): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const limit = setTimeout(() => child.kill('SIGKILL'), 5000);
  // The pipe may close before the answer comes; the exit tells.
  await Promise.all([ended, send('Browser.close').catch(() => undefined)]);
  clearTimeout(limit);
}

function connect(child: ChildProcess, events: ReadonlySet<(message: Message) => void>): Send {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, PromiseWithResolvers<Readonly<Record<string, unknown>>>>();
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const text of messages) {
      const message = JSON.parse(text) as Message;
      const answer = waiting.get(message.id ?? 0);
      if (message.error !== undefined) answer?.reject(new Error(message.error.message));
      else answer?.resolve(message.result ?? {});
      if (message.method !== undefined) for (const listener of events) listener(message);
    }
  });
  const giveUp = (cause?: unknown): void => {
    for (const answer of waiting.values()) answer.reject(new Error('The browser has ended.', { cause }));
  };
  child.once('exit', giveUp).once('error', giveUp);
  input.on('error', giveUp);
  let lastId = 0;
  return async (method, params = {}, sessionId) => {
    lastId += 1;
    const id = lastId;
    const answer = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    waiting.set(id, answer);
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return await answer.promise.finally(() => waiting.delete(id));
  };
}

async function openPage(
  { url, view }: { readonly url: string; readonly view: View },
  send: Send,
  events: Set<(message: Message) => void>,
): Promise<Page> {
  const { browserContextId } = await send('Target.createBrowserContext');
  const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
  const session = String((await send('Target.attachToTarget', { targetId, flatten: true })).sessionId);
  const requests: string[] = [];
  const complaints: string[] = [];
  events.add(({ sessionId, method, params }) => {
    if (sessionId !== session || method === undefined) return;
    if (method === 'Network.requestWillBeSent') requests.push((params as { request: { url: string } }).request.url);
    const complaint = complaintOf(method, params);
    if (complaint !== undefined) complaints.push(complaint);
  });
  for (const domain of ['Network', 'Runtime', 'Log', 'Page']) await send(`${domain}.enable`, {}, session);
  await look(view, (method, params) => send(method, params, session));
  await send('Page.navigate', { url }, session);
  const evaluate = async (expression: string): Promise<unknown> => {
    const options = { awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: false };
    const answer = await send('Runtime.evaluate', { expression, ...options }, session);
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value?: unknown }).value;
  };
  return {
    evaluate,
    waitFor: async (condition, limitMs = 15_000) => await evaluate(waiting(condition, limitMs)),
    screenshot: async () => {
      const { data } = await send('Page.captureScreenshot', { format: 'png' }, session);
      return Buffer.from(String(data), 'base64');
    },
    press: async (key) => await pressKey(key, (method, params) => send(method, params, session)),
    get requests() {
      return requests.filter((request) => !request.startsWith('data:'));
    },
    complaints,
  };
}

type SendToPage = (method: string, params: object) => Promise<unknown>;

async function look({ width = 1280, height = 800, scheme = 'light', languages = 'zh-CN' }: View, send: SendToPage) {
  const isPhone = width < 700;
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: isPhone });
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  const { userAgent } = (await send('Browser.getVersion', {})) as { userAgent: string };
  await send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: languages });
}

const KEY_CODES: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, Escape: 27, ArrowDown: 40, ArrowRight: 39 };

async function pressKey(key: string, send: SendToPage): Promise<void> {
  const windowsVirtualKeyCode = KEY_CODES[key];
  if (windowsVirtualKeyCode === undefined) {
    await send('Input.insertText', { text: key });
    return;
  }
  const event = { key, code: key, windowsVirtualKeyCode, ...(key === 'Enter' ? { text: '\r' } : {}) };
  await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
  await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
}

function complaintOf(method: string, params: unknown): string | undefined {
  if (method === 'Runtime.exceptionThrown') return JSON.stringify(params);
  if (method === 'Log.entryAdded') {
    const { entry } = params as { entry: { level: string; text: string; url?: string } };
    return entry.level === 'error' ? `${entry.text} ${entry.url ?? ''}` : undefined;
  }
  const isConsoleError = method === 'Runtime.consoleAPICalled' && (params as { type: string }).type === 'error';
  return isConsoleError ? JSON.stringify(params) : undefined;
}

// Looks at every frame that the page paints, so nothing waits longer than the page needs.
function waiting(condition: string, limitMs: number): string {
  return `new Promise((resolve, reject) => {
    const end = performance.now() + ${limitMs};
    const look = () => {
      const value = (() => { try { return ${condition}; } catch { return undefined; } })();
      if (value) resolve(value);
      else if (performance.now() < end) requestAnimationFrame(look);
      else reject(new Error('Never true: ' + ${JSON.stringify(condition)} + '\\n' + document.body?.innerText));
    };
    look();
  })`;
}

import { PASSPORT_HEADER } from '../../schema/passport.js';
import { findValue } from './find-values.js';
import type { Exchanged } from '../conformance-report.js';

/** One HTTP request as it is sent. */
export interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Leaves the body of the answer unread. */
  readonly isHeadOnly?: boolean | undefined;
  readonly timeoutMs: number;
}

/** What came, as rules see it. */
export interface Came {
  /** 0 when no answer came. */
  readonly status: number;
  /** The content type, without its parameters. */
  readonly type: string;
  /** The content encoding; empty when there is none. */
  readonly encoding: string;
  readonly text: string;
  /** The text as JSON; undefined when it is none. */
  readonly body: unknown;
  readonly tookMs: number;
  /** What the kinds of sending add. */
  readonly [more: string]: unknown;
}

/** What came, and what a report shows of it. */
export interface Sent {
  readonly came: Came;
  readonly exchanged: Exchanged;
  /** What is wrong already, whatever a rule expects: one of many requests was not answered. */
  readonly off?: string | undefined;
}

// As much as a gateway reads.
const ANSWER_LIMIT_CHARACTERS = 8 * 1024 * 1024;
const SHOWN_CHARACTERS = 600;

/** Sends a request and reads the whole answer; whatever fails is told as an answer of status 0. */
export async function sendRequest(request: Request): Promise<Sent> {
  const { url, method, headers, body, isHeadOnly = false, timeoutMs } = request;
  const beganAt = performance.now();
  const signal = AbortSignal.timeout(timeoutMs);
  const shown = show({ method, url, headers, body });
  try {
    // Redirects are answers that no gateway follows.
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
    const text = isHeadOnly ? '' : (await response.text()).slice(0, ANSWER_LIMIT_CHARACTERS);
    if (isHeadOnly) await response.body?.cancel();
    const tookMs = Math.round(performance.now() - beganAt);
    const type = response.headers.get('content-type') ?? '';
    const came = {
      status: response.status,
      encoding: response.headers.get('content-encoding') ?? '',
      type: (type.split(';')[0] ?? '').trim().toLowerCase(),
      text,
      body: parse(text),
      tookMs,
    };
    return { came, exchanged: { sent: shown, came: cut(`HTTP ${response.status} ${type} (${tookMs} ms)\n${text}`) } };
  } catch (error) {
    const tookMs = Math.round(performance.now() - beganAt);
    const what = signal.aborted
      ? `没有在 ${timeoutMs} 毫秒内作答 · no answer within ${timeoutMs} ms`
      : `没有应答 · no answer: ${reasonOf(error)}`;
    const came = { status: 0, type: '', encoding: '', text: '', body: undefined, tookMs };
    return { came, exchanged: { sent: shown, came: what } };
  }
}

/** The reason why nobody answered, as a word such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  const cause = findValue(error, 'cause');
  const told = [findValue(cause, 'code'), findValue(cause, 'message')].find((one) => typeof one === 'string');
  return typeof told === 'string' ? told : String(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // What is no JSON has no body; the rules ask for its type.
  }
}

function show({ method, url, headers, body }: Omit<Request, 'timeoutMs' | 'isHeadOnly'>): string {
  // A passport is a key for half a minute, and reports are passed on.
  const listed = Object.entries(headers).map(([name, value]) => `${name}: ${name === PASSPORT_HEADER ? '…' : value}`);
  return cut([`${method} ${url}`, ...listed, '', body ?? ''].join('\n').trim());
}

function cut(text: string): string {
  const short = text.slice(0, SHOWN_CHARACTERS);
  return short.length < text.length ? `${short}… (${text.length})` : short;
}

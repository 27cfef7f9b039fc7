import type { RuleResult } from '../conformance-report.js';
import type { Rule, Send, Step, Value } from '../rule.js';
import { askQuestion } from './ask-question.js';
import { checkExpectation } from './check-expectation.js';
import { compareSdl } from './compare-sdl.js';
import { deliverLetter, LetterBox } from './deliver-letter.js';
import { fillIn, fillInWords, type Kept } from './fill-in.js';
import { findValue } from './find-values.js';
import { probeContract } from './probe-contract.js';
import type { Came, Sent } from './send-request.js';
import { graphqlHeaders, type Session } from './session.js';
import { walkPages } from './walk-pages.js';

type Ending = Omit<RuleResult, 'rule' | 'tookMs'>;

const PASSED: Ending = { outcome: 'PASSED', reason: undefined, exchanged: undefined, untried: [] };
const skipped = (reason: string): Ending => ({ ...PASSED, outcome: 'SKIPPED', reason });

/** Plays one rule to its end, or to its first finding. */
export async function playRule(rule: Rule, session: Session): Promise<RuleResult> {
  const beganAt = performance.now();
  const ending = await play(rule, session);
  const { id, title, why, cure, profile } = rule;
  const tookMs = Math.round(performance.now() - beganAt);
  return { rule: { id, title, why, cure, profile }, ...ending, tookMs };
}

async function play(rule: Rule, session: Session): Promise<Ending> {
  const lack = findLack(rule, session);
  if (lack !== undefined) return skipped(lack);
  const untried: string[] = [];
  const rounds = rule.forEach ?? [{}];
  for (const given of rounds) {
    const once = await playSteps(rule, session, given);
    if (once.outcome === 'FAILED') return once;
    if (once.outcome === 'SKIPPED') untried.push(once.reason ?? '');
  }
  return untried.length === rounds.length ? skipped(untried[0] ?? '') : { ...PASSED, untried };
}

const NEEDS_PASSPORT =
  '需要测试网关的私钥：--passport-key FILE，并让该省信任其公钥。 · Needs the key of a test gateway: --passport-key FILE, ' +
  'whose public half the province trusts.';

const NEEDS_PEER =
  '需要测试省份的密钥：--peer ZZ --peer-dir DIR --keys DIR，并让该省信任其公钥。 · Needs the keys of a test peer: --peer ZZ ' +
  '--peer-dir DIR --keys DIR, whose public half the province trusts.';

function findLack({ needs = [], steps }: Rule, session: Session): string | undefined {
  const isShown = steps.some(({ send }) => !('passport' in send) || send.passport !== 'absent');
  const needsPassport = needs.includes('passport') || (session.isGuarded && isShown);
  if (needsPassport && session.passports === undefined) return NEEDS_PASSPORT;
  return needs.includes('peer') && session.peer === undefined ? NEEDS_PEER : undefined;
}

async function playSteps(rule: Rule, session: Session, given: Readonly<Record<string, Value>>): Promise<Ending> {
  const { province } = session.target;
  const whose = { province, elsewhere: province === 'HN' ? 'GD' : 'HN' };
  const filled = fillIn(given, whose) as Kept;
  let kept: Kept = { ...whose, ...filled };
  const words = Object.values(filled).filter((value) => value !== '');
  const about = words.map((value) => `[${typeof value === 'string' ? value : JSON.stringify(value)}] `);
  const letters = session.peer && new LetterBox(session.peer, rule.letters ?? {});
  for (const step of rule.steps) {
    const sent = await send(step.send, { session, letters, kept });
    const failed = (reason: string): Ending => {
      const { exchanged } = sent;
      return { ...PASSED, outcome: 'FAILED', reason: `${about.join('')}${reason}`, exchanged };
    };
    const off = sent.off ?? findOff(step, sent.came, kept);
    if (off !== undefined && isNotOffered(sent.came)) return skipped(`${about.join('')}${NOT_OFFERED}`);
    if (off !== undefined) return failed(off);
    const found = keep(step, sent.came);
    const missing = Object.keys(found).find((name) => found[name] === undefined);
    const path = missing === undefined ? undefined : (step.keep?.[missing] ?? missing);
    if (path !== undefined && !isShort(sent.came, path)) return failed(`${path}：没有 · is not there`);
    if (path !== undefined) return skipped(`${about.join('')}${lacking(path)}`);
    kept = { ...kept, ...found };
  }
  return PASSED;
}

const NOT_OFFERED =
  '该省不提供此项（NOT_OFFERED），故未检。 · The province does not offer this (NOT_OFFERED), so that it was not tried.';

/** True when nothing else is wrong than that the province says that it does not have this at all. */
function isNotOffered({ body }: Came): boolean {
  const codes = findValue(body, 'errors.*.extensions.code');
  return Array.isArray(codes) && codes.length > 0 && codes.every((code) => code === 'NOT_OFFERED');
}

const lacking = (path: string): string =>
  `该省没有可用于检验的数据（${path}）。 · The province has no data to try this with (${path}).`;

/** True when a list of the path is shorter than the path asks: the province has no such row, and has done nothing wrong. */
function isShort(came: Came, path: string): boolean {
  const steps = path.split('.');
  const first = steps.findIndex((_, index) => findValue(came, steps.slice(0, index + 1).join('.')) === undefined);
  const list = findValue(came, steps.slice(0, first).join('.'));
  return first > 0 && /^\d+$/.test(steps[first] ?? '') && Array.isArray(list);
}

function findOff({ expect }: Step, came: Came, kept: Kept): string | undefined {
  for (const expectation of expect) {
    const off = checkExpectation(expectation, came, kept);
    if (off !== undefined) return off;
  }
  return undefined;
}

const keep = ({ keep: paths = {} }: Step, came: Came): Kept =>
  Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, findValue(came, path)]));

interface Scene {
  readonly session: Session;
  readonly letters: LetterBox | undefined;
  readonly kept: Kept;
}

function send(request: Send, { session, letters, kept }: Scene): Promise<Sent> {
  const { peer } = session;
  if ('walk' in request) return walkPages(request, session, kept);
  if ('compare' in request) return compareSdl(request.compare, session);
  if ('probe' in request) return probeContract(session);
  if ('deliver' in request || 'question' in request) {
    if (peer === undefined || letters === undefined) throw new TypeError('A rule with letters needs a peer.');
    if ('question' in request) return askQuestion({ session, peer }, request.question);
    return deliverLetter({ letters, session, peer }, request);
  }
  if ('query' in request) {
    const { query, variables = {}, as, home, passport: flaw, headers = {}, reads } = request;
    const body = JSON.stringify({ query: fillInWords(query, kept), variables: fillIn(variables, kept) });
    const holder = { as, home: home === undefined ? undefined : fillInWords(home, kept), flaw };
    const raw = { method: 'POST', headers: { ...graphqlHeaders, ...headers }, body, isHeadOnly: reads === 'head' };
    return session.send(raw, holder);
  }
  const { search, body, bodyBytes = 0, passport: flaw } = request;
  const filled = body === undefined ? undefined : fillInWords(body, kept).padEnd(bodyBytes);
  const headers = fillIn(request.headers, kept) as Readonly<Record<string, string>>;
  return session.send({ method: fillInWords(request.method, kept), search, headers, body: filled }, { flaw });
}

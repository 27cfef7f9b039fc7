import { mock } from 'node:test';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Breaker, createBreaker } from './breaker.js';

const url = new URL('http://127.0.0.1:1/graphql');
const FAILURES = 3;

interface Stage {
  readonly breaker: Breaker & Disposable;
  /** Trials that were begun, in order: call one with how it ends. */
  readonly trials: ((isAnswered: boolean) => void)[];
  /** A call that may be made, and how it goes. */
  readonly call: (outcome: Parameters<Breaker['left']>[1]) => void;
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
afterEach(() => mock.timers.reset());

const pass = (ms: number): void => mock.timers.tick(ms);

function createStage(): Stage {
  const trials: ((isAnswered: boolean) => void)[] = [];
  const trial = (): Promise<boolean> => new Promise((resolve) => trials.push(resolve));
  const nowMs = (): number => Date.now();
  const breaker = createBreaker({ failures: FAILURES, firstTrialMs: 100, lastTrialMs: 300, trial, nowMs });
  const call: Stage['call'] = (outcome) => {
    expect(breaker.enter(url)).toBeUndefined();
    breaker.left(url, outcome);
  };
  return { breaker, trials, call };
}

function silenced(): Stage {
  const stage = createStage();
  for (let count = 0; count < FAILURES; count += 1) stage.call('timeout');
  return stage;
}

it('makes no call after so many in a row without an answer, and says why', () => {
  const { breaker, trials } = silenced();

  expect(breaker.enter(url)).toBe('timeout');
  expect(breaker.enter(new URL('http://127.0.0.1:2/graphql'))).toBeUndefined();
  expect(trials).toHaveLength(0);
});

it('begins to count anew with each answer, and does not count what callers gave up', () => {
  const { call, breaker } = createStage();

  for (let round = 0; round < 5; round += 1) {
    call('unreachable');
    call(undefined);
    call('timeout');
    call('answered');
  }

  expect(breaker.enter(url)).toBeUndefined();
});

it('tries again after a while, one trial at a time, for which nobody waits or has to come again', () => {
  const { breaker, trials } = silenced();

  pass(99);
  expect(trials).toHaveLength(0);
  pass(1);
  expect(trials).toHaveLength(1);
  pass(10_000);

  expect([breaker.enter(url), breaker.enter(url)]).toEqual(['timeout', 'timeout']);
  expect(trials).toHaveLength(1);
});

it('takes twice as long for each further trial, up to a limit', async () => {
  const { trials } = silenced();

  for (const waitMs of [100, 200, 300, 300]) {
    const before = trials.length;
    pass(waitMs - 1);
    expect(trials).toHaveLength(before);
    pass(1);
    expect(trials).toHaveLength(before + 1);
    trials.at(-1)?.(false);
    await Promise.resolve();
  }
});

it('tries no more when nobody has asked for a minute, and at once when somebody does', async () => {
  const { breaker, trials } = silenced();
  const failOn = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      pass(100);
      trials.at(-1)?.(false);
      await Promise.resolve();
    }
  };
  await failOn(61_000);
  const tried = trials.length;
  await failOn(600_000);
  expect(trials).toHaveLength(tried);

  expect(breaker.enter(url)).toBe('timeout');

  expect(trials).toHaveLength(tried + 1);
});

it('lets one call through when a trial was answered, and all when that call is', async () => {
  const { breaker, trials } = silenced();
  pass(100);
  trials[0]?.(true);
  await Promise.resolve();

  expect([breaker.enter(url), breaker.enter(url)]).toEqual([undefined, 'timeout']);
  breaker.left(url, 'answered');

  expect([breaker.enter(url), breaker.enter(url)]).toEqual([undefined, undefined]);
});

it('stays silent when the trial was answered and the call behind it is not', async () => {
  const { breaker, trials } = silenced();
  pass(100);
  trials[0]?.(true);
  await Promise.resolve();
  expect(breaker.enter(url)).toBeUndefined();

  breaker.left(url, 'unreachable');

  expect(breaker.enter(url)).toBe('unreachable');
  pass(200);
  expect(trials).toHaveLength(2);
});

it('lets another call through when whoever made the one gave it up', async () => {
  const { breaker, trials } = silenced();
  pass(100);
  trials[0]?.(true);
  await Promise.resolve();
  expect(breaker.enter(url)).toBeUndefined();

  breaker.left(url, undefined);

  expect(breaker.enter(url)).toBeUndefined();
});

it('goes by its trial when a call from before ends without an answer meanwhile', async () => {
  const { breaker, trials } = silenced();
  pass(100);

  breaker.left(url, 'timeout');
  trials[0]?.(true);
  await Promise.resolve();

  expect(breaker.enter(url)).toBeUndefined();
});

it('tries nothing more once a call from before was answered, whatever its trial says', async () => {
  const { breaker, trials } = silenced();
  pass(100);

  breaker.left(url, 'answered');
  trials[0]?.(false);
  await Promise.resolve();
  pass(10_000);

  expect(trials).toHaveLength(1);
  expect(breaker.enter(url)).toBeUndefined();
});

it('tries nothing more once it is disposed of', async () => {
  const { breaker, trials } = silenced();
  pass(100);

  breaker[Symbol.dispose]();
  trials[0]?.(false);
  await Promise.resolve();
  pass(10_000);

  expect(trials).toHaveLength(1);
});

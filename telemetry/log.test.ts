import { describe, expect, it } from '@jest/globals';
import { createLog, type LogLevel } from './log.js';
import { redactText } from './redact.js';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJjbGVyay1HRCJ9.c2lnbmF0dXJlLW9mLTMyLWJ5dGVz';
const IDENTITY = '44010619900307842X';
const secrets = {
  'a token': [TOKEN, `rejected ${TOKEN}`],
  'a bearer': ['opaque-0123456789', 'Authorization: Bearer opaque-0123456789'],
  'a passport': [TOKEN, `x-tongban-passport: ${TOKEN}`],
  'a cookie': ['sid=abcdef', '{"cookie":"sid=abcdef; theme=dark"}'],
  'a password in a URL': ['hunter2', 'connect postgresql://province:hunter2@db.example.cn:5432/gd failed'],
  'an identity number': [IDENTITY, `duplicate key value: (document)=(${IDENTITY})`],
  'an identity number of 15 digits': ['440106900307842', 'no row for 440106900307842.'],
  'a telephone': ['13812345678', 'cannot notify 13812345678'],
  'a private key': [
    'MIGHAgEAMBMGByqGSM49',
    '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----',
  ],
  'a secret member of a JWK': ['n4EPtAOCc9AlkeQHPzHS', '{"kty":"OKP","d":"n4EPtAOCc9AlkeQHPzHS"}'],
} as const;

function logged(say: (log: ReturnType<typeof createLog>) => void, level?: LogLevel): readonly string[] {
  const lines: string[] = [];
  say(createLog((line) => void lines.push(line), level));
  return lines;
}

it('writes one object a line, with level, instant, message and fields', () => {
  const [line = ''] = logged((log) => log.warn('province does not answer', { province: 'GD', tookMs: 3000 }));

  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toEqual({
    level: 'warn',
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    message: 'province does not answer',
    province: 'GD',
    tookMs: 3000,
  });
});

it('writes the stack of what was thrown, and its causes', () => {
  const error = new Error('outer', { cause: new Error('inner', { cause: 'innermost' }) });

  const [line = ''] = logged((log) => log.error('request failed', error));
  const { cause } = JSON.parse(line) as { cause: string };

  expect(cause).toMatch(/^Error: outer\n\s+at [\s\S]+\ncaused by Error: inner\n\s+at [\s\S]+\ncaused by innermost$/);
});

it('ends where causes go in a circle', () => {
  const error = new Error('round');
  error.cause = error;

  expect(logged((log) => log.error('request failed', error))).toHaveLength(1);
});

it.each([
  ['info', 3],
  ['warn', 2],
  ['error', 1],
  ['silent', 0],
] as const)('writes nothing below %s', (level, count) => {
  const lines = logged((log) => {
    log.info('one');
    log.warn('two');
    log.error('three', 'cause');
  }, level);

  expect(lines).toHaveLength(count);
});

describe.each(Object.entries(secrets))('%s is not written', (_what, [secret, text]) => {
  it.each([
    ['in a message', (log: ReturnType<typeof createLog>) => log.info(text)],
    ['in a field', (log: ReturnType<typeof createLog>) => log.warn('message', { reason: text })],
    ['thrown', (log: ReturnType<typeof createLog>) => log.error('message', new Error(text))],
    [
      'as a cause',
      (log: ReturnType<typeof createLog>) => log.error('message', new Error('x', { cause: { message: text } })),
    ],
    ['thrown as text', (log: ReturnType<typeof createLog>) => log.error('message', text)],
  ])('%s', (_where, say) => {
    const [line = ''] = logged(say);

    expect(line).not.toContain(secret);
    expect(line).toContain('[redacted]');
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

it('writes nothing of a field whose name says that it is secret', () => {
  const fields = { token: 'short', access_token: 'short', Cookie: 'short', 'document-number': 7, applicant: '欧阳' };

  const [line = ''] = logged((log) => log.info('message', fields));

  expect(JSON.parse(line)).toMatchObject(Object.fromEntries(Object.keys(fields).map((name) => [name, '[redacted]'])));
});

it('writes an identity number not as a number either', () => {
  const [line = ''] = logged((log) => log.info('message', { count: 440106900307842, atMs: 1_764_000_000_000 }));

  expect(JSON.parse(line)).toMatchObject({ count: '[redacted]', atMs: 1_764_000_000_000 });
});

it.each([
  'GD:Case:0197a8f2-4c1e-7d3a-9b21-5f6e7a8b9c0d',
  'no answer from 127.0.0.1:43517 · other side closed',
  '11100000000013338W440112900200001',
  'since 2026-11-27T17:13:44.123Z, in 1764000000000 ms',
  'at openSqlite (subgraphs/server/open-sqlite.ts:17:13)',
  'https://id.example.cn/.well-known/openid-configuration',
])('leaves %s as it is', (text) => {
  expect(redactText(text)).toBe(text);
});

import { expect, it } from '@jest/globals';
import type { TokenHolder } from '../../shared/ask-graph.js';
import { openSession } from './session.js';

const packed = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

it('holds a token where it is sent from, and shows what it says', () => {
  const holder: TokenHolder = { token: undefined };
  const session = openSession(holder);
  const token = `x.${packed({ sub: '李', role: 'analyst', province: 'GD', exp: 1_782_900_000 })}.y`;

  session.useToken(token);

  expect(holder.token).toBe(token);
  expect(session.current()).toMatchObject({
    hasToken: true,
    claims: { subject: '李', role: 'analyst', province: 'GD', expiresAt: new Date(1_782_900_000_000) },
  });
  session.useToken(undefined);
  expect([holder.token, session.current().hasToken]).toEqual([undefined, false]);
});

it.each(['', 'opaque', 'a.b.c', `a.${packed([])}.c`])('takes %j as a token all the same', (token) => {
  const session = openSession({ token: undefined });

  session.useToken(token);

  expect(session.current().hasToken).toBe(true);
  expect(session.current().claims?.role).toBeUndefined();
});

it('sends purpose and wish for an explanation only when they are there, and tells whoever listens', () => {
  const session = openSession({ token: undefined });
  const sent = [session.headers()];
  const stop = session.subscribe(() => sent.push(session.headers()));

  session.explain(true);
  session.statePurpose('CASE_HANDLING');
  stop();
  session.explain(false);

  expect(sent).toEqual([
    {},
    { 'x-tongban-explain': 'on' },
    { 'x-tongban-purpose': 'CASE_HANDLING', 'x-tongban-explain': 'on' },
  ]);
});

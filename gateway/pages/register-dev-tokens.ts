import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Identity, readIdentity } from '../../schema/identity.js';
import { roles } from '../../schema/roles.js';
import { issueDevToken } from '../auth/dev-issuer.js';
import { Fault } from '../errors.js';

/** Where the playground asks the built-in issuer for tokens, where there is one that hands them out. */
export const URL_OF_DEV_TOKENS = '/dev/token';

// A session of trying out; whoever stays longer asks again with a click.
const HOURS = 1;
const BODY_LIMIT_BYTES = 1024;

export interface DevTokenOptions {
  readonly keyFile: string;
  readonly now: () => Date;
}

/**
 * Gives a token of the built-in issuer for any role: `POST {"role", "province", "unit"}`. Who is not on this machine, or
 * comes by way of a proxy or from a page of another origin, finds nothing here. Only for trying out: who may ask this
 * can be anybody.
 */
export function registerDevTokens(app: FastifyInstance, { keyFile, now }: DevTokenOptions): void {
  void app.register((dev, _options, done) => {
    // JSON alone: no page of another origin can send it without a preflight, and no preflight is granted here.
    dev.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES }, readJson);
    dev.post(URL_OF_DEV_TOKENS, {
      onRequest: (request, reply, next) => {
        if (isOfThisMachine(request)) next();
        else reply.callNotFound();
      },
      handler: async ({ body }, reply) => {
        const identity = readWish(body);
        const { subject, role, province, unit, person } = identity;
        if (role === undefined) throw new Fault('BAD_REQUEST', 'Say as which role you want to try: {"role": "clerk"}.');
        const wish = { subject, role, province, unit, person, scope: undefined, hours: HOURS };
        return reply.send({ token: await issueDevToken(keyFile, wish, now()), hours: HOURS });
      },
    });
    done();
  });
}

function readJson(_request: FastifyRequest, text: string, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, JSON.parse(text));
  } catch (cause) {
    done(new Fault('BAD_REQUEST', 'The body must be JSON.', { cause }));
  }
}

function readWish(body: unknown): Identity {
  const { role, province, unit } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const subject = `${String(role)}-${typeof province === 'string' ? province : 'CN'}`;
  // Somebody of whom no province knows anything; who wants to be a person of the data asks `npm run token`.
  const person = role === 'citizen' ? createHash('sha256').update(`try:${subject}`).digest('base64url') : undefined;
  const identity = readIdentity({
    sub: subject,
    role,
    province: province ?? undefined,
    unit: unit ?? undefined,
    person,
  });
  if (typeof identity === 'string')
    throw new Fault('BAD_REQUEST', `${identity} Roles: ${Object.keys(roles).join(', ')}.`);
  return identity;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;
const LOCAL_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;
const TRACES_OF_PROXIES = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether somebody on this machine asks from a page of this gateway, or from none. The name in `Host` is looked at since
 * a page of another site may have its own name resolve to this machine (DNS rebinding).
 */
function isOfThisMachine({ raw, headers }: FastifyRequest): boolean {
  const { host = '', origin } = headers;
  const isNear = LOOPBACK.test(raw.socket.remoteAddress ?? '') && LOCAL_NAMES.test(host);
  const isHandedOn = TRACES_OF_PROXIES.some((name) => headers[name] !== undefined);
  return isNear && !isHandedOn && (origin === undefined || origin === `http://${host}`);
}

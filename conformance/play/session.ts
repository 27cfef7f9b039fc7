import { PASSPORT_HEADER } from '../../schema/passport.js';
import { ConformanceError, type ConformanceTarget } from '../conformance-target.js';
import { type Holder, openPassportSigner, type PassportSigner } from './sign-passport.js';
import { sendRequest, type Sent } from './send-request.js';
import { openTestPeer, type OpenPeer } from './test-peer.js';

/** A province that is tried, and the keys by which it is. */
export interface Session {
  readonly target: ConformanceTarget;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  /** True when the province answers nobody without a passport. */
  readonly isGuarded: boolean;
  readonly passports: PassportSigner | undefined;
  readonly peer: OpenPeer | undefined;
  /** Sends any request to the province, with the passport that is to be shown. */
  readonly send: (request: RawRequest, holder: Holder) => Promise<Sent>;
}

/** A request without its passport. */
export interface RawRequest {
  readonly method: string;
  readonly search?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly isHeadOnly?: boolean | undefined;
}

// Longer than a gateway waits, so that what is slow is seen to be slow.
const TIMEOUT_MS = 10_000;

/** Makes sure that somebody answers, and opens the keys. Throws a {@link ConformanceError} when nothing can be tried. */
export async function openSession(target: ConformanceTarget): Promise<Session> {
  const { passportKeyFile, province, nowMs = Date.now, timeoutMs = TIMEOUT_MS } = target;
  const url = readUrl(target.url);
  const peer = openTestPeer(target);
  const passports =
    passportKeyFile === undefined ? undefined : await openPassportSigner(passportKeyFile, { province, nowMs });
  const send: Session['send'] = ({ method, search = '', headers, body, isHeadOnly }, holder) => {
    const passport = passports?.sign(holder);
    const all = passport === undefined ? headers : { ...headers, [PASSPORT_HEADER]: passport };
    return sendRequest({ url: url + search, method, headers: all, body, isHeadOnly, timeoutMs });
  };
  const probe = { method: 'POST', headers: graphqlHeaders, body: JSON.stringify({ query: '{ __typename }' }) };
  const bare = await send(probe, { flaw: 'absent' });
  if (bare.came.status === 0)
    throw new ConformanceError(
      `${url}: ${bare.exchanged.came}. 请核对 --url，并确认省级服务已启动。 · Check --url, and that the province runs.`,
    );
  if (passports !== undefined && (await send(probe, {})).came.status === 401) throw untrusted(passportKeyFile ?? '');
  return { target, timeoutMs, nowMs, isGuarded: bare.came.status === 401, passports, peer, send };
}

/** What a gateway sends with every GraphQL request. */
export const graphqlHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  accept: 'application/json',
  'accept-encoding': 'identity',
};

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).href;
  throw new ConformanceError(
    `${text}: 不是 http(s) 地址。 · is no http(s) address. For example http://127.0.0.1:4101/graphql`,
  );
}

function untrusted(file: string): ConformanceError {
  const published = file.replace(/\.json$/, '.public.json');
  return new ConformanceError(
    `该省不接受由 ${file} 签发的通行证：请将 ${published} 中的公钥加入其信任的网关公钥。 · The province refuses passports ` +
      `signed with ${file}: let it trust the key in ${published} (a reference province: --passport-keys).`,
  );
}

import { Agent } from 'undici';
import { followTlsFiles, readTlsFiles, type TlsFiles, type TlsTexts } from '../../settings/tls-files.js';
import { reportFault } from './report-fault.js';

/** How a province calls a gateway. */
export type CallGateway = (url: string, request: RequestInit) => Promise<Response>;

/** The connections of a province to its gateway. Disposing of it breaks off what is on its way. */
export interface GatewayClient extends AsyncDisposable {
  readonly call: CallGateway;
}

// Certificates are replaced days before they end.
const LOOK_MS = 10_000;

/** Opens the client; with `tls`, it trusts and shows what stands in these files, which are followed. */
export function createGatewayClient(tls: TlsFiles | undefined): GatewayClient {
  const stop = new AbortController();
  const stoppable = (request: RequestInit): RequestInit => ({
    ...request,
    signal: request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal,
  });
  if (tls === undefined) {
    return {
      call: (url, request) => fetch(url, stoppable(request)),
      [Symbol.asyncDispose]() {
        stop.abort();
        return Promise.resolve();
      },
    };
  }
  const texts = readTlsFiles(tls);
  const open = (connect: TlsTexts): Agent => new Agent({ connect: { ...connect } });
  // Node's own fetch and the package are one library, with types of their own each.
  const dispatcher = (): NonNullable<RequestInit['dispatcher']> => agent as never;
  let agent = open(texts);
  const followed = followTlsFiles(tls, texts, {
    everyMs: LOOK_MS,
    onChange: (next) => {
      const old = agent;
      agent = open(next);
      old.close().catch((error: unknown) => reportFault('connections to the gateway cannot be closed', error));
    },
    onProblem: (error) => reportFault('certificates for the gateway cannot be read, the old ones stay', error),
  });
  return {
    call: (url, request) => fetch(url, { ...stoppable(request), dispatcher: dispatcher() }),
    async [Symbol.asyncDispose]() {
      followed[Symbol.dispose]();
      stop.abort();
      await agent.destroy();
    },
  };
}

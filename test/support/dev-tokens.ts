import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { issueDevToken, type DevToken } from '../../gateway/auth/dev-issuer.js';
import type { IssuerOptions } from '../../gateway/gateway.js';

/** The built-in issuer with a key of its own, for gateways whose clock stands where that of a small federation does. */
export interface DevTokens extends Disposable {
  readonly issuer: IssuerOptions;
  /** The header of a front end, unless `token` says otherwise. */
  bearer(token?: Partial<DevToken>): Promise<{ readonly authorization: string }>;
}

const NOW = new Date('2026-07-01T00:00:00Z');

/** Makes a place for the key. */
export function createDevTokens(): DevTokens {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-tokens-'));
  const keyFile = path.join(directory, 'key.json');
  return {
    issuer: { kind: 'dev', keyFile },
    async bearer(token = {}) {
      const usual = { subject: 'li', role: 'app', province: 'GD', scope: undefined, hours: 1 } as const;
      return { authorization: `Bearer ${await issueDevToken(keyFile, { ...usual, ...token }, NOW)}` };
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

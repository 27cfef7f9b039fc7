import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Authority } from '../test/support/certificates.js';
import { readConfig, type Environment } from './config.js';
import { ConfigurationError } from './errors.js';

const problemsOf = (argv: readonly string[], environment: Environment = {}): readonly string[] => {
  try {
    readConfig(argv, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('the configuration of a gateway', () => {
  it('holds provinces against the contract every 30 s and explains nothing, unless told otherwise', () => {
    expect(readConfig([], {})).toMatchObject({ port: 4000, contractProbeMs: 30_000, explanations: 'nobody' });
    expect(readConfig(['--probe-interval', '5', '--explain', '--port', '0'], {})).toMatchObject({
      port: 0,
      contractProbeMs: 5000,
      explanations: 'everybody',
    });
    expect(readConfig(['--probe-interval', '0'], {}).contractProbeMs).toBeUndefined();
  });

  it('bounds what an exported file has, and takes another bound', () => {
    expect(readConfig([], {}).exports).toEqual({ rows: 1_000_000, perCaller: 2, atOnce: 8, stallMs: 60_000 });
    expect(readConfig(['--export-rows', '5000'], {}).exports.rows).toBe(5000);
    for (const rows of ['0', '-1', 'all', '1e3']) {
      expect(problemsOf([`--export-rows=${rows}`])).toEqual([expect.stringContaining('is no number of rows')]);
    }
  });

  it('lets pages of named origins in, from flags or from the environment, and of no other', () => {
    const [one, two] = ['https://portal.example.cn', 'http://127.0.0.1:8080'];

    expect(readConfig([], {}).corsOrigins).toEqual([]);
    expect(readConfig(['--cors-origin', one, '--cors-origin', two], {}).corsOrigins).toEqual([one, two]);
    expect(readConfig([], { CORS_ORIGINS: `${one}, ${two}` }).corsOrigins).toEqual([one, two]);
    for (const origin of ['*', 'null', 'portal.example.cn', `${one}/`, `${one}/path`, 'https://Portal.example.cn']) {
      expect(problemsOf(['--cors-origin', origin])).toEqual([
        expect.stringContaining(`"${origin}" is no origin. Give`),
      ]);
    }
  });

  it('tells subgraphs who asks when it has a key for it', () => {
    expect(readConfig([], {}).passportKeyFile).toBeUndefined();
    expect(readConfig(['--passport-key', 'key.json'], {}).passportKeyFile).toBe('key.json');
  });

  it('serves HTTPS with a certificate and its key, and says which file is not what it should be', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tongban-flags-'));
    const authority = new Authority(folder, 'ca');
    const [own, other] = [authority.make('gateway'), authority.make('other')];
    const argv = ['--tls-cert', own.certFile, '--tls-key', own.keyFile, '--tls-client-ca', authority.caFile];
    const mixed = ['--tls-cert', own.certFile, '--tls-key', other.keyFile];

    expect(readConfig(argv, {}).tls).toEqual(authority.filesOf(own));
    expect(readConfig([], {}).tls).toBeUndefined();
    expect(() => readConfig(['--tls-cert', own.certFile], {})).toThrow(
      /^HTTPS needs a certificate and its key\. Give both/,
    );
    expect(() => readConfig(mixed, {})).toThrow(/^--tls-key: .*other\.key\.pem is not the private key of certFile/);
    rmSync(folder, { recursive: true });
  });

  it('takes tokens of an issuer for one audience, of the built-in issuer outside production, or of nobody', () => {
    const issuer = ['--issuer', 'https://id.example.cn', '--audience', 'graph'];

    expect(readConfig([], {}).issuer).toBeUndefined();
    const oidc = { kind: 'oidc', url: new URL('https://id.example.cn'), audience: 'graph' };
    expect(readConfig(issuer, {}).issuer).toEqual(oidc);
    expect(readConfig([], { OIDC_ISSUER: 'https://id.example.cn', OIDC_AUDIENCE: 'graph' }).issuer).toEqual(oidc);
    const keyFile = path.join('somewhere', 'dev-issuer', 'key.json');
    expect(readConfig(['--dev-issuer'], { DATA_DIR: 'somewhere' }).issuer).toEqual({ kind: 'dev', keyFile });
    for (const [argv, environment, problem] of [
      [issuer.slice(0, 2), {}, 'Give --audience'],
      [issuer.slice(2), {}, 'Give --issuer'],
      [['--issuer', 'id.example.cn', '--audience', 'graph'], {}, '"id.example.cn" is no issuer'],
      [[...issuer, '--dev-issuer'], {}, 'not both'],
      [['--dev-issuer'], { NODE_ENV: 'production' }, 'anybody be anybody'],
    ] as const) {
      expect(problemsOf(argv, environment)).toEqual([expect.stringContaining(problem)]);
    }
  });

  it('hands out tokens of the built-in issuer only when told so, and to this machine alone', () => {
    const dev = ['--dev-issuer', '--dev-tokens'];

    expect([readConfig(['--dev-issuer'], {}).devTokens, readConfig(dev, {}).devTokens]).toEqual([false, true]);
    for (const [argv, environment, problem] of [
      [['--dev-tokens'], {}, 'Give --dev-issuer too'],
      [[...dev, '--host', '0.0.0.0'], {}, 'anybody who reaches 0.0.0.0'],
      [dev, { HOST: '10.0.0.1' }, 'anybody who reaches 10.0.0.1'],
      [[...dev, '--trust-proxy', '1'], {}, 'behind a proxy'],
      [dev, { NODE_ENV: 'production' }, 'anybody be anybody'],
    ] as const) {
      expect(problemsOf(argv, environment)).toEqual([expect.stringContaining(problem)]);
    }
  });

  it('limits nobody, shows its schema to everybody and trusts no proxy, unless told otherwise', () => {
    const plain = { introspection: 'open', rateLimits: { known: undefined, anonymous: undefined }, trustedProxies: 0 };
    const limits = ['--rate-limit', '60000', '--rate-limit-anonymous', '6000', '--trust-proxy', '2'];

    expect(readConfig([], {})).toMatchObject(plain);
    expect(readConfig(['--dev-issuer', '--introspection', 'known', ...limits], {})).toMatchObject({
      introspection: 'known',
      rateLimits: { known: 60_000, anonymous: 6000 },
      trustedProxies: 2,
    });
    for (const [argv, problem] of [
      [['--introspection', 'some'], '"some" is nobody. Give --introspection'],
      [['--introspection', 'known'], 'Without an issuer nobody is known.'],
      [['--rate-limit', '100'], 'Without an issuer nobody is known.'],
      [['--rate-limit-anonymous', '0'], '"0" is no rate. Give --rate-limit-anonymous'],
      [['--rate-limit-anonymous', '1e3'], '"1e3" is no rate.'],
      [['--trust-proxy', 'loopback'], '"loopback" is no number of proxies.'],
    ] as const) {
      expect(problemsOf(argv)).toEqual([expect.stringContaining(problem)]);
    }
  });

  it('counts in a Redis when it is given one, whose password stands on no command line', () => {
    const limit = ['--rate-limit-anonymous', '1000'];
    const url = 'redis://127.0.0.1:6379';
    const secret = 'rediss://:secret@redis.example.cn';

    expect(readConfig(limit, {}).rateLimitStore).toBeUndefined();
    expect(readConfig([...limit, '--rate-limit-store', url], {}).rateLimitStore).toEqual(new URL(url));
    expect(readConfig(limit, { RATE_LIMIT_STORE: secret }).rateLimitStore).toEqual(new URL(secret));
    for (const [argv, problem] of [
      [[...limit, '--rate-limit-store', secret], 'can read a password'],
      [[...limit, '--rate-limit-store', 'http://:secret@x'], 'No store of rate limits.'],
      [['--rate-limit-store', url], 'limits nobody'],
    ] as const) {
      expect(problemsOf(argv)).toEqual([expect.stringContaining(problem)]);
      expect(problemsOf(argv).join('')).not.toContain('secret');
    }
  });

  it('explains answers to some roles only where an issuer that is not the built-in one says who has them', () => {
    const issuer = ['--issuer', 'https://id.example.cn', '--audience', 'graph'];

    expect(readConfig([...issuer, '--explain'], {}).explanations).toBe('roles');
    expect(readConfig(issuer, {}).explanations).toBe('nobody');
    expect(readConfig(['--dev-issuer', '--explain'], {}).explanations).toBe('everybody');
  });

  it('reads the persisted documents, without which nothing can be executed but them', () => {
    expect(readConfig([], {})).toMatchObject({ documents: undefined, documentsOnly: false });
    expect(readConfig(['--documents', 'package.json', '--documents-only'], {})).toMatchObject({
      documents: { file: 'package.json', text: expect.stringContaining('tongban') as unknown },
      documentsOnly: true,
    });
    expect(problemsOf(['--documents-only'])).toEqual([expect.stringContaining('Name the documents too: --documents')]);
    expect(problemsOf(['--documents', 'nowhere.json'])).toEqual([
      expect.stringMatching(
        /^nowhere.json: cannot be read .* Name a JSON file of ids and texts with --documents FILE.$/,
      ),
    ]);
  });

  it('names every problem with its cure', () => {
    expect(problemsOf(['--port', 'http', '--probe-interval', '1.5', '--registry', 'nowhere.yaml'])).toEqual([
      expect.stringContaining('"http" is not a port.'),
      expect.stringContaining('nowhere.yaml: cannot be read'),
      expect.stringContaining('"1.5" is no interval. Give --probe-interval whole seconds, or 0 for never.'),
    ]);
    expect(problemsOf(['--colour'])).toEqual([expect.stringContaining('Usage: npm run gateway')]);
  });
});

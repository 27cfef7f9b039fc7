/** Which rules are played: those that only read, or those too that leave something in the province (letters). */
export type Profile = 'read' | 'full';

/** A province that does not exist, as which the kit writes letters; the tried province knows its public key. */
export interface TestPeer {
  /** Its letter code, such as ZZ, which no province has. */
  readonly province: string;
  /** Folder of its private keys, `private-keys/<code>/` in it, as a province keeps its own. */
  readonly dataDir: string;
  /** Folder of the public keys of provinces, one file each: its own, and that of the tried province. */
  readonly keysDir: string;
}

/** What is tried, and by which keys. A rule whose keys are not given is skipped, and says what it needs. */
export interface ConformanceTarget {
  /** Where the province serves GraphQL, such as `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  /** Letter code that it is registered by. */
  readonly province: string;
  readonly profile: Profile;
  /** Private key of a test gateway (a JWK, as `--passport-key` of a gateway); the province trusts its public half. */
  readonly passportKeyFile?: string | undefined;
  readonly peer?: TestPeer | undefined;
  /** Ids of the rules to play; all of the profile unless given. */
  readonly rules?: readonly string[] | undefined;
  /** How long each request may take; ten seconds unless given. */
  readonly timeoutMs?: number | undefined;
  /** By which passports and letters are dated; the clock of this machine unless given. */
  readonly nowMs?: (() => number) | undefined;
}

/** The kit cannot run: nobody listens, a key cannot be read, a rule does not exist. The message names the cure. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

import { existsSync, readFileSync } from 'node:fs';
import { ConfigurationError } from '../../gateway/errors.js';
import type { ProvinceEntry } from '../../gateway/provinces/registry.js';
import { GatewayAskError, type Waiting } from './count-unfinished.js';
import { editRegistry, findEntry, readRegistry, stateOf, withoutNotice } from './edit-registry.js';
import { decideMembership, type MembershipState, type MembershipWords } from './membership.js';

/** What became of a province that was held against the contract. */
export interface CheckedProvince {
  readonly isConformant: boolean;
  /** The report, as people read it. */
  readonly text: string;
}

/** What the registrar works with. */
export interface Registrar {
  readonly file: string;
  readonly now: () => Date;
  readonly check: (province: Pick<ProvinceEntry, 'code' | 'url'>) => Promise<CheckedProvince>;
  /** What is not finished of a province, and between the others and it. Throws a {@link GatewayAskError}. */
  readonly countUnfinished: (code: string, others: readonly string[]) => Promise<Waiting>;
  readonly tell: (line: string) => void;
}

/** The table of membership does not allow it, or what it asks for does not hold. The message names the cure. */
export class MembershipError extends Error {
  override readonly name = 'MembershipError';
}

/** What is moved: a province, with the notice that clients read or the address that it answers at. */
export interface Move {
  readonly code: string;
  readonly url?: string | undefined;
  readonly notice?: string | undefined;
}

/** Enters a request: the province is shown as one that has asked, and nobody asks it. */
export function requestRegistration(registrar: Registrar, { code, url, notice }: Move): void {
  const entry = entryOf(registrar, code);
  if (entry !== undefined) throw refusal(code, stateOf(entry), 'It is in the registry already');
  if (url === undefined) throw new MembershipError(`Say where ${code} answers: --url URL.`);
  const requested = notice ?? '已申请加入，待检查 · has asked to take part';
  write(registrar, code, { url, requested });
  registrar.tell(`${code} has asked to take part (REGISTRATION_REQUESTED). To register it: add ${code}`);
}

/** Registers a province that passes the checks; otherwise refuses, with the report, and changes nothing. */
export async function registerProvince(registrar: Registrar, { code, url: given }: Move): Promise<void> {
  const entry = entryOf(registrar, code);
  const state = stateOf(entry);
  if (state !== 'SAVED' && state !== 'REGISTRATION_REQUESTED')
    throw refusal(code, state, 'It is in the registry already');
  const url = given === undefined ? entry?.url : URL.parse(given);
  if (url === undefined || url === null) throw new MembershipError(`Say where ${code} answers: --url URL.`);
  const { isConformant, text } = await registrar.check({ code, url });
  registrar.tell(text);
  decide({ code, state, event: 'register' }, { isConformant });
  write(registrar, code, { ...withoutNotice, url: given ?? url.href });
  registrar.tell(`${code} takes part (SERVING) at ${given ?? url.href}`);
}

/** Puts a notice to a province: it is in maintenance, or disabled, and not asked. */
export function stopProvince(registrar: Registrar, { code, notice }: Move, setting: 'maintenance' | 'disabled'): void {
  const state = stateOf(getEntry(registrar, code));
  const event = setting === 'maintenance' ? 'announceMaintenance' : 'disable';
  decide({ code, state, event }, { isReasoned: notice !== undefined });
  write(registrar, code, { ...withoutNotice, [setting]: notice, since: registrar.now().toISOString() });
  registrar.tell(`${code} is not asked (${setting === 'maintenance' ? 'MAINTENANCE' : 'DISABLED'}): ${notice ?? ''}`);
}

/** Takes the notice away: the province is asked like any other. */
export function resumeProvince(registrar: Registrar, { code }: Move): void {
  decide({ code, state: stateOf(getEntry(registrar, code)), event: 'resume' }, {});
  write(registrar, code, withoutNotice);
  registrar.tell(`${code} is asked again (SERVING)`);
}

/** The next step out: a request is taken back, a member begins to leave, and one that leaves is removed when nothing waits. */
export async function removeProvince(registrar: Registrar, { code, notice }: Move): Promise<void> {
  const entry = getEntry(registrar, code);
  const state = stateOf(entry);
  if (state === 'REGISTRATION_REQUESTED') {
    decide({ code, state, event: 'withdrawRequest' }, {});
    editRegistry(registrar.file, ({ remove }) => remove(code));
    registrar.tell(`${code} is not in the registry any more; its request was taken back`);
    return;
  }
  if (state === 'DEREGISTERING') await leave(registrar, code);
  else await startLeaving(registrar, { code, notice }, state);
}

async function leave(registrar: Registrar, code: string): Promise<void> {
  const state = 'DEREGISTERING';
  const { lines, silent } = await registrar.countUnfinished(code, othersOf(registrar, code));
  const problems = [...lines, ...silent.map((province) => `${province} does not say what waits there`)];
  if (problems.length > 0)
    throw new MembershipError(
      `${code} cannot be taken out of the registry yet:\n${problems.map((line) => `  ${line}\n`).join('')}` +
        'Let it come to its end and run the same again. What waits for a province that never comes back is lost to the ' +
        'others: then take its entry out of the file by hand.',
    );
  decide({ code, state, event: 'remove' }, { isNothingWaiting: true });
  editRegistry(registrar.file, ({ remove }) => remove(code));
  registrar.tell(`${code} is not in the registry any more (DEREGISTERED); nothing waited`);
}

async function startLeaving(registrar: Registrar, { code, notice }: Move, state: MembershipState): Promise<void> {
  const deregistering = notice ?? '正在退出 · is leaving';
  decide({ code, state, event: 'startLeaving' }, { isReasoned: true });
  write(registrar, code, { ...withoutNotice, deregistering, since: registrar.now().toISOString() });
  registrar.tell(`${code} is leaving (DEREGISTERING): nothing new begins there. What waits:`);
  for (const line of await tellWaiting(registrar, code)) registrar.tell(`  ${line}`);
  registrar.tell(`When nothing does: remove ${code} again`);
}

async function tellWaiting(registrar: Registrar, code: string): Promise<readonly string[]> {
  try {
    const { lines, silent } = await registrar.countUnfinished(code, othersOf(registrar, code));
    const told = [...lines, ...silent.map((province) => `${province} does not say`)];
    return told.length === 0 ? ['nothing'] : told;
  } catch (error) {
    if (!(error instanceof GatewayAskError)) throw error;
    return [`not known: ${error.message}`];
  }
}

/** The provinces of the registry, one line each: code, state, since when, where, notice. */
export function listProvinces({ file, tell }: Pick<Registrar, 'file' | 'tell'>): void {
  const { provinces, requested } = readRegistry(readText(file), file);
  for (const entry of [...provinces.values(), ...requested.values()]) {
    const { code, url, notice } = entry;
    const since = notice?.since?.toISOString() ?? '';
    tell(
      [code.padEnd(4), stateOf(entry).padEnd(22), since.padEnd(24), url.href, notice?.message ?? '']
        .join('  ')
        .trimEnd(),
    );
  }
}

/** Holds one province, or all that are asked, against the contract; true when all keep it. */
export async function checkProvinces(registrar: Registrar, code: string | undefined): Promise<boolean> {
  const { provinces } = readRegistry(readText(registrar.file), registrar.file);
  const chosen = code === undefined ? [...provinces.values()] : [getEntry(registrar, code)];
  let isConformant = true;
  for (const entry of chosen) {
    if (code === undefined && entry.notice !== undefined) continue;
    const checked = await registrar.check(entry);
    registrar.tell(checked.text);
    isConformant &&= checked.isConformant;
  }
  return isConformant;
}

/** Says where an ordinary subgraph is, such as an extension; undefined takes it out. */
export function connectSubgraph({ file, tell }: Pick<Registrar, 'file' | 'tell'>, name: string, url?: string): void {
  editRegistry(file, ({ registry, setSubgraph }) => {
    if (url === undefined && !registry.subgraphs.has(name))
      throw new MembershipError(`${file} has no subgraph ${name}. Connect it: connect ${name} --url URL.`);
    setSubgraph(name, url);
  });
  tell(url === undefined ? `${name} is not in the registry any more` : `${name} is at ${url}`);
}

function write({ file }: Registrar, code: string, settings: Readonly<Record<string, string | undefined>>): void {
  editRegistry(file, ({ set }) => set(code, settings));
}

const readText = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function entryOf({ file }: Registrar, code: string): ProvinceEntry | undefined {
  return findEntry(readRegistry(readText(file), file), code);
}

function getEntry(registrar: Registrar, code: string): ProvinceEntry {
  const entry = entryOf(registrar, code);
  if (entry === undefined)
    throw new MembershipError(`${registrar.file} has no province ${code}. Register it: add ${code} --url URL.`);
  return entry;
}

function othersOf({ file }: Registrar, code: string): readonly string[] {
  return [...readRegistry(readText(file), file).provinces.keys()].filter((other) => other !== code);
}

type Asked = Readonly<{ code: string; state: MembershipState; event: MembershipWords['event'] }>;

function decide({ code, state, event }: Asked, facts: Parameters<typeof decideMembership>[2]): void {
  const decision = decideMembership(state, event, facts);
  if (decision.kind === 'STEP') return;
  const reason = decision.kind === 'UNMET' ? unmet[decision.guard] : 'Its state does not allow this';
  throw refusal(code, state, reason);
}

const unmet: Readonly<Record<MembershipWords['guard'], string>> = {
  isConformant: 'It does not keep the contract (see the report); mend it and run the same again',
  isReasoned: 'Say why, for those who read the notice',
  isNothingWaiting: 'Something waits for it',
};

function refusal(code: string, state: MembershipState, reason: string): MembershipError {
  return new MembershipError(`${code} is ${state}. ${reason}. What may follow stands in docs/membership-states.md.`);
}

/** True for what people are told without a stack. */
export function isExpected(error: unknown): error is Error {
  return [MembershipError, ConfigurationError, GatewayAskError].some((kind) => error instanceof kind);
}

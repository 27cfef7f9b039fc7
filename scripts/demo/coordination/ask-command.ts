import { randomUUID } from 'node:crypto';
import { type Asker, NotAllowedError, type Stage } from '../play-journey.js';

export type Data = Readonly<Record<string, unknown>>;

/** Where the story of coordination is told, line by line. */
export interface Telling {
  readonly stage: Stage;
  readonly say: (line: string) => void;
  /** Moves the clock of the provinces, when nothing is on its way between them any more. */
  readonly moveTo: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
}

/** What commands are about: the type that they give, and what says no. */
const subjects = {
  agreement: { type: 'Agreement', refusal: 'AgreementLifeRefusal', fields: 'id state version hash pending' },
  alert: { type: 'SupervisionAlert', refusal: 'SupervisionRefusal', fields: 'id state' },
  case: { type: 'Case', refusal: 'CaseRefusal', fields: 'id state' },
  certification: { type: 'Certification', refusal: 'TeamRefusal', fields: 'id state' },
  consultation: { type: 'Consultation', refusal: 'ConsultationRefusal', fields: 'id state isUnderway' },
  rating: { type: 'Rating', refusal: 'RatingRefusal', fields: 'id state' },
} as const;

/** A command, in whose name, about what. */
export interface Command {
  readonly name: string;
  readonly about: keyof typeof subjects;
  readonly asker: Asker;
  readonly in: string;
  readonly input: Data;
  /** The name of the input type, where it is not that of the command. */
  readonly inputType?: string;
  /** The state that it leads to, or the code of the refusal that belongs to the story; any state unless it is said. */
  readonly then?: string | undefined;
  /** What else to ask of the refusal. */
  readonly ofRefusal?: string;
}

/** Does something, and tells it; throws when it ends otherwise than the story says. Gives what came of it. */
export async function act(telling: Telling, command: Command): Promise<Data> {
  const { name, asker, then } = command;
  const outcome = await ask(telling, command);
  const { code, state } = outcome as Readonly<Record<string, string | undefined>>;
  const shown = code ?? state ?? '';
  telling.say(`${command.in}  ${whoIs(asker)} ${name} → ${shown}${remarkOn(outcome)}`);
  const isTold = then === undefined ? code === undefined : shown === then;
  if (!isTold)
    throw new Error(`${name} in ${command.in} led to ${shown}${remarkOn(outcome)}, not to ${then ?? 'a state'}.`);
  return outcome;
}

/** Somebody as lines name him, as wide as the longest. */
export const whoIs = ({ subject }: Asker): string => subject.replace('demo-', '').padEnd(14);

// Why not; or that the province which keeps the order of things has yet to confirm it.
function remarkOn({ messageZh, messageEn, isUnderway, pending }: Data): string {
  if (typeof messageZh === 'string') return `（${messageZh} · ${String(messageEn)}）`;
  return isUnderway === true || typeof pending === 'string' ? '（已送对方省份，待回执 · sent, to be confirmed）' : '';
}

async function ask({ stage }: Telling, { name, about, asker, input, ...rest }: Command): Promise<Data> {
  const { type, refusal, fields } = subjects[about];
  const inputType = rest.inputType ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${inputType}!) { outcome: ${name}(input: $input) {
    ... on ${type} { ${fields} } ... on ${refusal} { code messageZh messageEn ${rest.ofRefusal ?? ''} } } }`;
  try {
    const { outcome } = await stage.ask(query, { input: { idempotencyKey: randomUUID(), ...input } }, asker);
    return outcome as Data;
  } catch (error) {
    if (error instanceof NotAllowedError) return { code: error.code };
    throw error;
  }
}

/** A chapter begins. */
export function sayTitle({ say }: Pick<Telling, 'say'>, zh: string, en: string): void {
  say('');
  say(zh);
  say(en);
}

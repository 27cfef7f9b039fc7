import type { Purpose } from '../../schema/purpose.js';
import type { Role } from '../../schema/roles.js';
import { hallCode } from '../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../subgraphs/province/province.js';
import type { Act, Arrival, Journey } from './journeys.js';

type Data = Readonly<Record<string, unknown>>;

/** What a command led to. */
type Outcome = Readonly<Partial<Record<'code' | 'id' | 'state' | 'collaborationNo', string>>>;

/** In whose name something is asked, as his token says it. */
export interface Asker {
  readonly subject: string;
  readonly role: Role;
  readonly province?: string | undefined;
  readonly unit?: string | undefined;
  readonly person?: string | undefined;
  /** What he says that he asks for. */
  readonly purpose?: Purpose | undefined;
}

/** Who applies for the cases of all journeys. */
export const APPLICANT: Asker = { subject: 'demo-applicant', role: 'citizen' };

/** The graph does not let this caller do this at all, whatever the case. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The error of a refused caller among those of an answer; undefined when it is none of these. */
export function findNotAllowed(errors: readonly GraphError[]): NotAllowedError | undefined {
  const codes = ['FORBIDDEN', 'UNAUTHENTICATED'];
  const found = errors.find(({ extensions }) => codes.includes(String(extensions?.['code'])));
  return found && new NotAllowedError(String(found.extensions?.['code']), found.message);
}

/** An error as an answer has it. */
export interface GraphError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Where a journey is played. */
export interface Stage {
  /** Tells this play from earlier ones of the same story: a command that comes again under its key happens once. */
  readonly play: string;
  /**
   * Asks the graph in somebody's name, or as nobody known; throws when the answer has errors, a {@link NotAllowedError}
   * when they say that he may not.
   */
  readonly ask: (query: string, variables: Data, asker?: Asker) => Promise<Data>;
  /** Waits until what provinces have told each other makes this true; throws when it never does. */
  readonly settle: (isThere: () => Promise<boolean>) => Promise<void>;
  /** Told of each step when it is done, with the state or the code of the refusal that it led to; the next one waits for it. */
  readonly tell: (step: Act | Arrival, outcome: string) => void | Promise<void>;
}

/** What a journey has come to. */
export interface Played {
  readonly collaborationNo: string;
  readonly cases: ReadonlyMap<string, string>;
}

interface Item {
  readonly authority: { readonly code: string };
  readonly materials: readonly { name: string; form: string; grade: string; originals: number; copies: number }[];
  readonly acceptanceConditions: readonly string[];
}

const ITEM = `query ($item: ID!, $province: ID!) { serviceItems(filter: { standardItem: $item }, provinces: [$province], first: 1) {
  nodes { authority { code } materials { name form grade originals copies } acceptanceConditions } } }`;

// A refusal and the changed object both say what they are.
const OUTCOME = (subject: string): string =>
  `__typename ... on CaseRefusal { code } ... on ${subject} { id state } ${subject === 'Case' ? '... on Case { collaborationNo }' : ''}`;

/** Plays a journey and gives what it has come to; throws at the first step that ends otherwise than the story says. */
export async function playJourney(stage: Stage, journey: Journey): Promise<Played> {
  const player = new Player(stage, journey);
  await player.begin();
  for (const step of journey.steps) await ('awaits' in step ? player.await(step) : player.act(step));
  return { collaborationNo: player.collaborationNo, cases: player.cases };
}

interface Commanding {
  readonly subject: 'Case' | 'Leg';
  readonly asker: Asker;
}

class Player {
  collaborationNo = '';
  readonly cases = new Map<string, string>();
  readonly #items = new Map<string, Item>();
  #papers: readonly string[] = [];
  #count = 0;

  constructor(
    readonly stage: Stage,
    readonly journey: Journey,
  ) {}

  async begin(): Promise<void> {
    const { draft, itemCode, listOf } = this.journey;
    const { materials, acceptanceConditions } = await this.#item(listOf);
    const pieces = materials.map((each) => ({ ...each, form: each.form === 'PAPER' ? 'PAPER' : 'ELECTRONIC' }));
    this.#papers = pieces.filter(({ form }) => form === 'PAPER').map(({ name }) => name);
    const input = {
      ...draft,
      standardItem: `CN:StandardItem:${itemCode}`,
      materials: pieces,
      conditions: acceptanceConditions.map((subject) => ({ subject, met: true })),
      idempotencyKey: this.#key(),
    };
    const outcome = await this.#command('draftCase', input, { subject: 'Case', asker: APPLICANT });
    const { collaborationNo, id, state, code } = outcome;
    if (collaborationNo === undefined || id === undefined) throw new Error(`The draft was refused: ${code ?? ''}.`);
    this.collaborationNo = collaborationNo;
    this.cases.set(draft.province, id);
    const step: Act = { do: 'draftCase', in: draft.province, role: APPLICANT.role, unit: null, then: 'DRAFT' };
    await this.stage.tell(step, state ?? '');
  }

  async act(step: Act): Promise<void> {
    const target =
      step.leg === undefined ? { caseId: await this.#caseIn(step.in) } : { legId: this.#leg(step.in, step.leg) };
    const says = step.says?.['manifest'] === 'ALL' ? { manifest: this.#manifest() } : step.says;
    const input = { ...target, ...says, idempotencyKey: this.#key() };
    const subject = step.leg === undefined ? 'Case' : 'Leg';
    const outcome = await this.#command(step.do, input, { subject, asker: await this.#asker(step) });
    const shown = outcome.code ?? outcome.state ?? '';
    await this.stage.tell(step, shown);
    if (shown !== step.then) throw new Error(`${step.do} in ${step.in} led to ${shown}, not to ${step.then}.`);
  }

  async await(step: Arrival): Promise<void> {
    const id = this.#leg(step.in, step.leg);
    await this.stage.settle(async () => {
      const { leg } = await this.stage.ask('query ($id: ID!) { leg(id: $id) { state } }', { id });
      return (leg as { readonly state: string } | null)?.state === step.awaits;
    });
    await this.stage.tell(step, step.awaits);
  }

  #key(): string {
    this.#count += 1;
    return `${this.journey.name}-${this.stage.play}-${this.#count}`;
  }

  #leg(province: string, name: string): string {
    return `${province}:Leg:${this.collaborationNo}.${name}`;
  }

  #manifest() {
    return this.#papers.map((name, index) => ({ name, shipmentNo: `SF${String(index + 1).padStart(10, '0')}` }));
  }

  async #command(event: string, input: Data, { subject, asker }: Commanding): Promise<Outcome> {
    const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) { ${OUTCOME(subject)} } }`;
    try {
      const { outcome } = await this.stage.ask(query, { input }, asker);
      return outcome as Outcome;
    } catch (error) {
      if (error instanceof NotAllowedError) return { code: error.code };
      throw error;
    }
  }

  async #caseIn(province: string): Promise<string> {
    const known = this.cases.get(province);
    if (known !== undefined) return known;
    const query = 'query ($id: ID!) { leg(id: $id) { caseId } }';
    const { leg } = await this.stage.ask(query, { id: this.#leg(province, 'handle') });
    const id = (leg as { readonly caseId: string | null } | null)?.caseId ?? '';
    this.cases.set(province, id);
    return id;
  }

  async #asker({ role, unit, in: province }: Act): Promise<Asker> {
    if (unit === null) return APPLICANT;
    const code = unit === 'HALL' ? hallCode(readInstance(province)) : (await this.#item(province)).authority.code;
    return { subject: `demo-${role}-${province}`, role, province, unit: code };
  }

  async #item(province: string): Promise<Item> {
    const known = this.#items.get(province);
    if (known !== undefined) return known;
    const { serviceItems } = await this.stage.ask(ITEM, { item: `CN:StandardItem:${this.journey.itemCode}`, province });
    const [item] = (serviceItems as { readonly nodes: readonly Item[] }).nodes;
    if (item === undefined) throw new Error(`${province} does not list ${this.journey.itemCode}.`);
    this.#items.set(province, item);
    return item;
  }
}

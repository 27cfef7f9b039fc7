import { hallCode } from '../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../subgraphs/province/province.js';
import type { Act, Arrival, Journey } from './journeys.js';

type Data = Readonly<Record<string, unknown>>;

/** What a command led to. */
type Outcome = Readonly<Partial<Record<'code' | 'id' | 'state' | 'collaborationNo', string>>>;

/** Where a journey is played. */
export interface Stage {
  /** Tells this play from earlier ones of the same story: a command that comes again under its key happens once. */
  readonly play: string;
  /** Asks the graph; throws when the answer has errors. */
  readonly ask: (query: string, variables: Data) => Promise<Data>;
  /** Waits until what provinces have told each other makes this true; throws when it never does. */
  readonly settle: (isThere: () => Promise<boolean>) => Promise<void>;
  /** Told of each step when it is done, with the state or the code of the refusal that it led to. */
  readonly tell: (step: Act | Arrival, outcome: string) => void;
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
      actor: { role: 'APPLICANT' },
      idempotencyKey: this.#key(),
    };
    const outcome = await this.#command('draftCase', 'Case', input);
    const { collaborationNo, id, state, code } = outcome;
    if (collaborationNo === undefined || id === undefined) throw new Error(`The draft was refused: ${code ?? ''}.`);
    this.collaborationNo = collaborationNo;
    this.cases.set(draft.province, id);
    const step: Act = { do: 'draftCase', in: draft.province, role: 'APPLICANT', unit: null, then: 'DRAFT' };
    this.stage.tell(step, state ?? '');
  }

  async act(step: Act): Promise<void> {
    const target =
      step.leg === undefined ? { caseId: await this.#caseIn(step.in) } : { legId: this.#leg(step.in, step.leg) };
    const says = step.says?.['manifest'] === 'ALL' ? { manifest: this.#manifest() } : step.says;
    const actor = { role: step.role, unitCode: await this.#unit(step) };
    const input = { ...target, ...says, actor, idempotencyKey: this.#key() };
    const outcome = await this.#command(step.do, step.leg === undefined ? 'Case' : 'Leg', input);
    const shown = outcome.code ?? outcome.state ?? '';
    this.stage.tell(step, shown);
    if (shown !== step.then) throw new Error(`${step.do} in ${step.in} led to ${shown}, not to ${step.then}.`);
  }

  async await(step: Arrival): Promise<void> {
    const id = this.#leg(step.in, step.leg);
    await this.stage.settle(async () => {
      const { leg } = await this.stage.ask('query ($id: ID!) { leg(id: $id) { state } }', { id });
      return (leg as { readonly state: string } | null)?.state === step.awaits;
    });
    this.stage.tell(step, step.awaits);
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

  async #command(event: string, subject: 'Case' | 'Leg', input: Data): Promise<Outcome> {
    const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) { ${OUTCOME(subject)} } }`;
    const { outcome } = await this.stage.ask(query, { input });
    return outcome as Outcome;
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

  async #unit({ unit, in: province }: Act): Promise<string | null> {
    if (unit === 'HALL') return hallCode(readInstance(province));
    return unit === null ? null : (await this.#item(province)).authority.code;
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

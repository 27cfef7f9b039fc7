import { randomNumbers } from '../random-numbers.js';
import { type Choices, readChoices } from '../choices.js';
import type { Delivery } from '../../../subgraphs/province/exchange/check-envelope.js';
import type { Deliver } from '../../../subgraphs/province/exchange/peer-door.js';
import { answerQuestion, type Question } from '../../../subgraphs/province/exchange/question.js';
import { receiveEnvelope } from '../../../subgraphs/province/exchange/receive-envelope.js';
import type { House } from './house.js';

/** What the network may do to a message. */
export interface Weather {
  readonly isStormy: boolean;
  /** Pairs `A>B` on which nothing gets through in that direction. */
  readonly cut: ReadonlySet<string>;
}

/** Calm weather: everything arrives, once, in order. */
export const CALM: Weather = { isStormy: false, cut: new Set() };

// A house that is killed while it works dies before one of its next statements, anywhere from the first to the last.
const STATEMENTS_OF_A_DELIVERY = 25;

/** A house as far as the network knows it. */
export type ConnectedHouse = Pick<House, 'desk' | 'handlers' | 'killAfter' | 'spare' | 'isDead'>;

/**
 * The network between houses. In a storm it loses requests and answers, repeats, delays (which reorders) and kills the
 * process that receives. Decisions depend on the seed alone.
 */
export class Network {
  weather: Weather = CALM;
  readonly #houses = new Map<string, ConnectedHouse>();
  readonly #late: { readonly to: string; readonly delivery: Delivery }[] = [];
  readonly #choices: Choices;
  readonly #killed = new Set<string>();

  constructor(seed: number) {
    this.#choices = readChoices(randomNumbers(seed, 40_000));
  }

  connect(province: string, house: ConnectedHouse): void {
    this.#houses.set(province, house);
  }

  /** The way out of one province. */
  doorOf(from: string): Deliver {
    return {
      deliver: (to, delivery) => this.#send(from, to, JSON.parse(JSON.stringify(delivery)) as Delivery),
      ask: (to, question) => this.#ask(from, to, question),
    };
  }

  /** Lets some of the delayed messages arrive, in any order; their answers reach nobody. */
  async deliverLate(count: number): Promise<void> {
    for (let n = 0; n < count && this.#late.length > 0; n += 1) {
      const [late] = this.#late.splice(this.#choices.below(this.#late.length), 1);
      if (late !== undefined) await this.#receive(late.to, late.delivery).catch(() => undefined);
    }
  }

  get lateCount(): number {
    return this.#late.length;
  }

  /** Houses whose process was killed while they received. */
  takeKilled(): readonly string[] {
    const killed = [...this.#killed];
    this.#killed.clear();
    return killed;
  }

  async #send(from: string, to: string, delivery: Delivery) {
    const fate = this.#fate(from, to);
    switch (fate) {
      case 'lost':
        throw new Error('The request was lost.');
      case 'late':
        this.#late.push({ to, delivery });
        throw new Error('No answer in time.');
      case 'twice':
        await this.#receive(to, delivery);
        break;
      case 'killed':
        this.#house(to).killAfter(this.#choices.below(STATEMENTS_OF_A_DELIVERY));
        break;
      case 'arrives':
      case 'unanswered':
        break;
    }
    const answer = await this.#receive(to, delivery);
    if (fate === 'unanswered' || this.weather.cut.has(`${to}>${from}`)) throw new Error('The answer was lost.');
    return JSON.parse(JSON.stringify(answer)) as typeof answer;
  }

  async #ask(from: string, to: string, question: Question) {
    const fate = this.#fate(from, to);
    if (fate === 'lost' || fate === 'late') throw new Error('The question was lost.');
    const answer = await answerQuestion(this.#house(to).desk, question);
    if (fate === 'unanswered' || this.weather.cut.has(`${to}>${from}`)) throw new Error('The answer was lost.');
    return answer;
  }

  async #receive(to: string, delivery: Delivery) {
    const house = this.#house(to);
    try {
      return await receiveEnvelope(house.desk, house.handlers, delivery);
    } finally {
      house.spare();
      if (house.isDead) this.#killed.add(to);
    }
  }

  #fate(from: string, to: string): 'arrives' | 'lost' | 'unanswered' | 'late' | 'twice' | 'killed' {
    if (this.weather.cut.has(`${from}>${to}`)) return 'lost';
    if (!this.weather.isStormy) return 'arrives';
    return this.#choices.of([
      'arrives',
      'arrives',
      'arrives',
      'lost',
      'unanswered',
      'late',
      'twice',
      'killed',
    ] as const);
  }

  #house(province: string): ConnectedHouse {
    const house = this.#houses.get(province);
    if (house === undefined) throw new Error(`${province} has no house`);
    return house;
  }
}

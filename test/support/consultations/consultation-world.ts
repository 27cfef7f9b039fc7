// Provinces that pass questions to each other, and who asks and answers in them.
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { keepStatement, syntheticNumber } from '../../../subgraphs/province/persons/index.js';
import type { ConsultationTables, ThreadRow } from '../../../subgraphs/province/consultations/consultation.entity.js';
import { sweepConsultations } from '../../../subgraphs/province/consultations/index.js';
import { authorityCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { CaseWorld } from '../cases/case-world.js';

export type Data = Readonly<Record<string, unknown>>;

/** An item that the provinces of the tests perform. */
export const ITEM = 'CN:StandardItem:mps-driver-licence-renew-expiry';

/** A document of nobody. */
export const DOCUMENT = { type: 'RESIDENT_ID', number: syntheticNumber('19900101', 1) } as const;

/** The unit of a province that answers for its public security. */
export const unitIn = (province: string): string => authorityCode(readInstance(province), 'MPS');

/** Another unit of a province. */
export const otherUnitIn = (province: string): string => authorityCode(readInstance(province), 'MCA');

const purpose = { code: 'CONSULTATION', reference: undefined } as const;

export const coordinatorOf = (province: string): Asker => ({
  ...{ subject: `coordinator-${province}`, role: 'coordinator', province, purpose },
});

export const officerIn = (province: string, unit = unitIn(province)): Asker => ({
  ...{ subject: `officer-${province}-${unit}`, role: 'officer', province, unit, purpose },
});

/** A supervisor of the state under an order. */
export const SUPERVISOR: Asker = {
  ...{ subject: 'supervisor', role: 'supervisor', purpose: { code: 'SUPERVISION', reference: 'order-7' } },
};

/** Fields by which tests look at a thread. */
export const FIELDS = `id originId state kind asker holder { province { code } unit } isUnderway isOverdue overdueDays
  usedMinutes dueAt transfers reopenings isExtended refusedBy { code } steps { event state }
  holds { holder { province { code } unit } from to workingMinutes }`;

/** A thread as the graph shows it. */
export interface SeenThread {
  readonly id: string;
  readonly originId: string;
  readonly state: string;
  readonly kind: string;
  readonly asker: string;
  readonly holder: { readonly province: { readonly code: string }; readonly unit: string };
  readonly isUnderway: boolean;
  readonly isOverdue: boolean;
  readonly overdueDays: number;
  readonly usedMinutes: number;
  readonly dueAt: string | null;
  readonly transfers: number;
  readonly reopenings: number;
  readonly isExtended: boolean;
  readonly refusedBy: { readonly code: string } | null;
  readonly steps: readonly { readonly event: string; readonly state: string }[];
  readonly holds: readonly {
    readonly holder: { readonly province: { readonly code: string }; readonly unit: string };
    readonly from: string;
    readonly to: string;
    readonly workingMinutes: number;
  }[];
}

/** The world, and the citizen who asks. */
export class ConsultationWorld implements AsyncDisposable {
  #keys = 0;

  private constructor(
    readonly cases: CaseWorld,
    readonly citizen: Asker,
  ) {}

  static async open(provinces: readonly string[] = ['GD', 'HN']): Promise<ConsultationWorld> {
    const cases = await CaseWorld.open(provinces);
    const [first = 'GD'] = provinces;
    const { desk } = cases.seat(first).exchange;
    const stated = { name: '欧阳探真', documentType: DOCUMENT.type, documentNumber: DOCUMENT.number, phone: null };
    const person = await inTransaction(desk, (transaction) =>
      keepStatement(transaction, desk, { statedFor: 'KS1', stated }),
    );
    return new ConsultationWorld(cases, { subject: 'citizen', role: 'citizen', person });
  }

  /** A command; gives the thread, or the code of the refusal. */
  async command(name: string, input: Data, asker?: Asker): Promise<SeenThread & { readonly code?: string }> {
    this.#keys += 1;
    const whole = { idempotencyKey: `key-${this.#keys}`, ...input };
    return this.again(name, whole, asker);
  }

  /** A command under the key that it names. */
  async again(name: string, input: Data, asker?: Asker): Promise<SeenThread & { readonly code?: string }> {
    const type = inputs[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) {
      ... on Consultation { ${FIELDS} } ... on ConsultationRefusal { code } } }`;
    const { done } = await this.cases.ask(query, { input }, asker);
    return done as SeenThread & { readonly code?: string };
  }

  /** A thread as somebody sees it; null when he does not. */
  async see(id: string, asker: Asker | undefined = this.citizen, secret?: string): Promise<SeenThread | null> {
    const query = `query ($id: ID!, $secret: String) { consultation(id: $id, secret: $secret) { ${FIELDS} } }`;
    return (await this.cases.ask(query, { id, secret }, asker))['consultation'] as SeenThread | null;
  }

  /** What somebody reads in a thread; null when he does not see it. */
  async read(id: string, asker: Asker | undefined = this.citizen, secret?: string): Promise<readonly Data[] | null> {
    const query = `query ($id: ID!, $secret: String) { consultation(id: $id, secret: $secret) { messages { act text unit province { code } } } }`;
    const { consultation } = await this.cases.ask(query, { id, secret }, asker);
    return (consultation as { readonly messages: readonly Data[] } | null)?.messages ?? null;
  }

  /** A question of the citizen to a province, routed to a unit of it and accepted. */
  async accepted(province = 'GD', input: Data = {}): Promise<string> {
    const asked = { province, text: '居住证到期怎么办？', standardItem: ITEM, ...input };
    const { id, code } = await this.command('openConsultation', asked, this.citizen);
    if (code !== undefined) throw new Error(`The question was refused: ${code}.`);
    await this.take(id);
    return id;
  }

  /** Routes a thread to the usual unit of its province, which accepts it. */
  async take(id: string): Promise<void> {
    const province = id.slice(0, id.indexOf(':'));
    for (const done of [
      await this.command('routeConsultation', { id, unit: unitIn(province) }, coordinatorOf(province)),
      await this.command('acceptConsultation', { id }, officerIn(province)),
    ])
      if (done.code !== undefined) throw new Error(`It was not taken: ${done.code}.`);
  }

  /** Puts something else into the row of a thread, as a fault or an earlier version would have left it. */
  async plant(id: string, columns: Partial<ThreadRow>): Promise<void> {
    const { orm } = this.cases.seat(id.slice(0, id.indexOf(':')));
    const threads = orm.em.getKysely<ConsultationTables>().updateTable('consultation');
    await threads.set(columns).where('id', '=', id).execute();
  }

  /** Another province has a record of a thread already, so that it refuses to take it over. */
  async block(id: string, province: string): Promise<void> {
    const seat = (code: string) => this.cases.seat(code).orm.em.getKysely<ConsultationTables>();
    const threads = seat(id.slice(0, id.indexOf(':')))
      .selectFrom('consultation')
      .selectAll()
      .where('id', '=', id);
    const row: ThreadRow = { ...(await threads.executeTakeFirstOrThrow()), id: this.in(province, id), state: 'OPEN' };
    await seat(province).insertInto('consultation').values(row).execute();
  }

  /** The id of a thread in another province that has it. */
  readonly in = (province: string, id: string): string => `${province}${id.slice(id.indexOf(':'))}`;

  settle(): Promise<void> {
    return this.cases.deliverAll();
  }

  /** Lets time pass; what it brings about comes about in every province of the world. Throws at last what failed in it. */
  async pass(ms: number, provinces: readonly string[]): Promise<void> {
    const faults: unknown[] = [];
    this.cases.clock.advance(ms);
    for (const code of provinces) {
      const { exchange, instance } = this.cases.seat(code);
      const place = { desk: exchange.desk, instance, wake: () => undefined };
      await sweepConsultations(place, { onFault: (error) => faults.push(error) });
    }
    await this.settle();
    if (faults.length > 0) throw new AggregateError(faults, 'Something failed as time passed.');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cases[Symbol.asyncDispose]();
  }
}

const step = 'ConsultationStepInput';
const say = 'ConsultationSayInput';
const inputs: Readonly<Record<string, string>> = {
  ...{ acceptConsultation: step, closeConsultation: step, confirmAnswer: step },
  ...{ answerConsultation: say, reopenConsultation: say, escalateConsultation: say },
  ...{ agreeToDiffer: 'AlignmentStepInput' },
};

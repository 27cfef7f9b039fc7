import { expect, it } from '@jest/globals';
import type { Identity } from '../../../../schema/identity.js';
import { officer, personKey, TrailDesk } from '../../../../test/support/trail/trail-desk.js';
import type { HandlingTables } from '../../cases/handling/handling.entity.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import type { Desk } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import type { Transaction } from '../../exchange/exchange.entity.js';
import type { CommandAnswerTables } from './command-answer.entity.js';
import { type OnceCommand, type Outcome, runOnce } from './run-once.service.js';

type Refused = { readonly refusal: 'KEY_REUSED' | 'NO' };

const command: OnceCommand<Refused> = {
  ...{ idempotencyKey: 'key of 张三', caller: officer, request: { command: 'write', text: '赵甲示' } },
  ifReused: { refusal: 'KEY_REUSED' },
};

it('does once what is asked twice under one key, and says the second time what came of it', async () => {
  await using world = await OnceWorld.open();

  const first = await world.run(command);
  const second = await world.run(command);

  expect([first, second]).toEqual([{ subject: 'made 1' }, { subject: 'made 1' }]);
  expect(await world.written()).toEqual(['made 1']);
});

it('refuses another command under a key that has done something', async () => {
  await using world = await OnceWorld.open();
  await world.run(command);

  const otherText = await world.run({ ...command, request: { command: 'write', text: '钱乙示' } });
  const otherName = await world.run({ ...command, request: { command: 'read', text: '赵甲示' } });

  expect([otherText, otherName]).toEqual([{ refusal: 'KEY_REUSED' }, { refusal: 'KEY_REUSED' }]);
  expect(await world.written()).toEqual(['made 1']);
});

it('undoes what a refused command wrote, and leaves its key free', async () => {
  await using world = await OnceWorld.open();

  const refused = await world.run(command, () => ({ refusal: 'NO' }));
  const nothing = await world.written();
  const other = await world.run({ ...command, request: 'another command' });

  expect([refused, nothing, other]).toEqual([{ refusal: 'NO' }, [], { subject: 'made 2' }]);
  expect(await world.written()).toEqual(['made 2']);
});

it('undoes what a command wrote that failed, passes on why, and leaves its key free', async () => {
  await using world = await OnceWorld.open();
  const failing = world.run(command, () => {
    throw new Error('the disk is gone');
  });

  await expect(failing).rejects.toThrow('the disk is gone');
  expect(await world.run(command)).toEqual({ subject: 'made 2' });
  expect(await world.written()).toEqual(['made 2']);
});

it('begins again when a server undid the command for the sake of another, and forgets what that try came to', async () => {
  await using world = await OnceWorld.open();
  let tries = 0;

  const outcome = await world.run(command, () => {
    tries += 1;
    if (tries === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' });
    return undefined;
  });

  expect([outcome, await world.written()]).toEqual([{ subject: 'made 2' }, ['made 2']]);
});

it('does once what is asked many times at once, and answers all alike', async () => {
  await using world = await OnceWorld.open();

  const answers = await Promise.all(Array.from({ length: 6 }, () => world.run(command)));

  expect(answers).toEqual(answers.map(() => ({ subject: 'made 1' })));
  expect(await world.written()).toEqual(['made 1']);
});

it('lets one of several commands under a key at once win, and refuses the others', async () => {
  await using world = await OnceWorld.open();

  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, number) => world.run({ ...command, request: number })),
  );

  const refused = answers.filter((answer) => 'refusal' in answer);
  expect(refused).toEqual(refused.map(() => ({ refusal: 'KEY_REUSED' })));
  expect([refused.length, await world.written()]).toEqual([5, ['made 1']]);
});

it('keeps the keys of callers apart: by subject, role, province, unit and person', async () => {
  await using world = await OnceWorld.open();
  const others: readonly Partial<Identity>[] = [
    ...[{ subject: 'officer-2' }, { role: 'clerk' as const }, { province: 'HN' }, { unit: undefined }],
    { person: personKey('li') },
  ];

  const answers = [await world.run(command)];
  for (const other of others) answers.push(await world.run({ ...command, caller: { ...officer, ...other } }));

  expect(answers).toEqual(answers.map((_, index) => ({ subject: `made ${index + 1}` })));
});

it('remembers in a form that tells nobody who asked what under which key', async () => {
  await using world = await OnceWorld.open();
  await world.run(command);

  const [row] = await world.answers();

  const { idempotencyKey, request } = command;
  const told = [officer.subject, officer.unit ?? '', '张三', '赵甲示', 'write'];
  const text = JSON.stringify(row);
  expect(row?.subject).toBe('made 1');
  expect(told.filter((word) => text.includes(word))).toEqual([]);
  // What anybody could compute by himself could be guessed.
  expect([sha256(idempotencyKey), sha256(canonicalJson(request))].filter((digest) => text.includes(digest))).toEqual(
    [],
  );
});

/** A province on a fresh database, where commands write a row each. */
class OnceWorld implements AsyncDisposable {
  readonly #desk: Desk;
  #begun = 0;

  private constructor(private readonly world: TrailDesk) {
    this.#desk = world.request().exchange.desk;
  }

  static async open(): Promise<OnceWorld> {
    return new OnceWorld(await TrailDesk.open());
  }

  /** Runs a command that writes a row, and then is refused or fails if `then` says so. */
  run(given: OnceCommand<Refused>, then: () => Refused | undefined = () => undefined): Promise<Outcome<Refused>> {
    return runOnce<Refused>(this.#desk, given, async (transaction) => {
      this.#begun += 1;
      const subject = `made ${this.#begun}`;
      await rowsIn(transaction).insertInto('case_serial').values({ date: subject, last: 1 }).execute();
      return then() ?? { subject };
    });
  }

  /** What has been written, as it is committed. */
  async written(): Promise<readonly string[]> {
    const rows = await rowsIn(this.world.storage.em.fork()).selectFrom('case_serial').select('date').execute();
    return rows.map(({ date }) => date);
  }

  answers() {
    const tables = this.world.storage.em.fork().getKysely<CommandAnswerTables>();
    return tables.selectFrom('command_answer').selectAll().execute();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.world[Symbol.asyncDispose]();
  }
}

const rowsIn = (transaction: Pick<Transaction, 'getKysely'>) => transaction.getKysely<HandlingTables>();

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { CALM } from '../../../test/support/exchange/network.js';
import { receiptTwice, tellTwice } from '../../../test/support/exchange/tell-twice.js';
import { entryText, isSealedBy } from './envelope.js';
import type { ExchangeTables } from './exchange.entity.js';
import { judgePair, type PairVerdict } from './judge-pair.js';
import type { Deliver } from './peer-door.js';
import type { KeyDirectory } from './signer.js';

const NO = 'C-1';
const GONE = { isStormy: false, cut: new Set(['GD>HN', 'HN>GD']) };

let world: ExchangeWorld;
beforeEach(async () => {
  world = await ExchangeWorld.open();
  for (const [from, to] of [
    ['GD', 'HN'],
    ['HN', 'GD'],
    ['GD', 'HN'],
  ] as const) {
    await world.note(from, to);
    await world.settle();
  }
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

interface Circumstances {
  readonly deliver?: Pick<Deliver, 'ask'>;
  readonly keys?: KeyDirectory;
}

function judge(judging: string, peer: string, { deliver, keys }: Circumstances = {}): Promise<PairVerdict> {
  const { desk } = world.house(judging);
  const door = deliver ?? world.network.doorOf(judging);
  return judgePair({ ...desk, keys: keys ?? desk.keys }, { deliver: door, peer, collaborationNo: NO });
}

const short = ({ finding, difference }: PairVerdict): string =>
  [finding, difference?.kind, difference?.wrong.join()].filter((part) => part !== undefined).join(' ');

async function bothFind(): Promise<readonly string[]> {
  return [short(await judge('GD', 'HN')), short(await judge('HN', 'GD'))];
}

/** Changes what a province holds of one entry, and puts nothing else right. */
async function alter(
  province: string,
  change: { readonly event?: string; readonly kid?: string; readonly receipt?: string },
): Promise<void> {
  await world.house(province).run((transaction) => {
    const inbox = transaction.getKysely<ExchangeTables>().updateTable('exchange_inbox');
    return inbox.set(change).where('seq', '=', 1).execute();
  });
}

describe('two provinces', () => {
  it('agree while both hold the same, whatever is on its way', async () => {
    await world.note('GD', 'HN');
    world.network.weather = { isStormy: false, cut: new Set(['HN>GD']) };
    await world.round();
    world.network.weather = CALM;
    await world.note('HN', 'GD');

    expect(await bothFind()).toEqual(['AGREE', 'AGREE']);
  });

  it('find the same: a sender that has told two things, by the two entries that it signed', async () => {
    await tellTwice(world.house('GD'), { to: 'HN', seq: 1 });

    const { evidence } = await judge('HN', 'GD');

    expect(await bothFind()).toEqual(['REFUTED FORK GD', 'REFUTED FORK GD']);
    expect(evidence.map(({ shownBy }) => shownBy)).toEqual(['HN', 'GD']);
    const hashes = evidence.map(({ record }) => createHash('sha256').update(entryText(record)).digest('hex'));
    expect(new Set(hashes).size).toBe(2);
    evidence.forEach(({ record: { seal } }, index) => {
      const sealed = seal && { ...seal, entryHash: hashes[index] ?? '' };
      expect(sealed !== null && isSealedBy('GD', sealed, world.keyRing.keys)).toBe(true);
    });
  });

  it('find the same: an addressee that has signed two receipts', async () => {
    await receiptTwice(world.house('HN'), { from: 'GD', seq: 2 });

    expect(await bothFind()).toEqual(['REFUTED TWO_RECEIPTS HN', 'REFUTED TWO_RECEIPTS HN']);
  });

  it('find the same: who shows what its sender has not signed', async () => {
    await alter('HN', { event: 'otherwise' });

    expect(await bothFind()).toEqual(['REFUTED ALTERED HN', 'REFUTED ALTERED HN']);
  });

  it('find the same: who went back to a backup is behind, and refuted of nothing, even with something new to say', async () => {
    await world.house('GD').backUp();
    await world.note('GD', 'HN', { payload: { text: 'lost' } });
    await world.settle();
    await world.house('GD').restore();
    await world.note('GD', 'HN', { payload: { text: 'new' } });

    expect(await bothFind()).toEqual(['BEHIND MISSING GD', 'BEHIND MISSING GD']);
  });
});

describe('it cannot be told', () => {
  it('while the peer does not answer', async () => {
    world.network.weather = GONE;

    expect(await judge('GD', 'HN')).toMatchObject({ finding: 'UNKNOWN', isPeerMissing: true, evidence: [] });
  });

  it('while the peer does not end its answer, and nobody waits for it longer than two seconds', async () => {
    const asked = Promise.withResolvers<undefined>();
    const ask: Deliver['ask'] = (_to, _question, signal) => {
      asked.resolve(undefined);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    };
    const verdict = judge('GD', 'HN', { deliver: { ask } });
    await asked.promise;

    world.clock.advance(2_000);

    expect(await verdict).toMatchObject({ finding: 'UNKNOWN', isPeerMissing: true });
  });

  it('while the peer shows what is no receipt at all', async () => {
    const receipt = { envelopeId: '', entryHash: '', result: 'REFUSED', at: '', kid: '', signature: '' };
    await alter('HN', { receipt: JSON.stringify(receipt) });

    expect(await judge('GD', 'HN')).toMatchObject({ finding: 'UNKNOWN', isPeerMissing: true });
  });

  it('who is wrong, where the key that would have to decide is not known', async () => {
    await alter('HN', { event: 'otherwise', kid: 'GD-unheard-of' });

    expect(await bothFind()).toEqual(['UNKNOWN', 'UNKNOWN']);
    const keys = {
      findKey: (province: string, ...rest: [string, string]) =>
        province === 'GD' ? undefined : world.keyRing.keys.findKey(province, ...rest),
    };
    expect(short(await judge('HN', 'GD', { keys }))).toBe('UNKNOWN');
  });
});

describe('what comes to be while the peer is asked is no difference', () => {
  const letters = [
    ['GD', 'HN'],
    ['HN', 'GD'],
  ] as const;

  it.each(letters)('%s tells %s something, which is applied and receipted', async (from, to) => {
    const door = world.network.doorOf('GD');
    const happen = async (): Promise<void> => {
      await world.note(from, to);
      await world.settle();
    };
    let [asked, answered] = [0, 0];
    const ask: Deliver['ask'] = async (...question) => {
      asked += 1;
      if (asked === 1) await happen();
      const answer = await door.ask(...question);
      answered += 1;
      if (answered === 4) await happen(); // two links, each with a page and an empty one
      return answer;
    };

    expect(short(await judge('GD', 'HN', { deliver: { ask } }))).toBe('AGREE');
    expect(answered).toBe(4);
  });
});

it('refutes nobody who is honest, and calls nobody behind, whatever moves while it is being judged', async () => {
  const moves = fc.array(fc.constantFrom('GD', 'HN', 'round', 'GD>HN', 'HN>GD', 'calm'), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(moves, fc.array(moves, { minLength: 4, maxLength: 8 }), async (first, meanwhile) => {
      const move = async (what: string): Promise<void> => {
        if (what === 'GD' || what === 'HN')
          await world.note(what, what === 'GD' ? 'HN' : 'GD', { collaborationNo: NO });
        else if (what === 'round') await world.round();
        else world.network.weather = { isStormy: false, cut: new Set(what === 'calm' ? [] : [what]) };
      };
      for (const what of first) await move(what);
      // What the peer says is older than some of what happens here, and newer than some.
      const waiting = [...meanwhile];
      const answerLate: Deliver['ask'] = async (to, question, signal) => {
        for (const what of waiting.shift() ?? []) await move(what);
        const answer = await world.network.doorOf(judging).ask(to, question, signal);
        for (const what of waiting.shift() ?? []) await move(what);
        return answer;
      };
      const underWay: Promise<unknown>[] = [];
      const ask: Deliver['ask'] = (...question) => {
        const answer = answerLate(...question);
        underWay.push(answer.catch(() => undefined));
        return answer;
      };
      const [judging, peer] = first.length % 2 === 0 ? ['GD', 'HN'] : ['HN', 'GD'];

      const { finding } = await judge(judging, peer, { deliver: { ask } });

      expect(['AGREE', 'UNKNOWN']).toContain(finding);
      // One question that fails ends the judging, and the other goes on: the next round must not meet it.
      while (underWay.length > 0) await underWay.pop();
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

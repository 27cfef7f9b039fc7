// What has to hold between the copies of agreements at every instant, whatever provinces and the network do.
import { findSignatureProblems } from '../../../subgraphs/province/access/agreements/sign-document.js';
import { readText } from '../../../subgraphs/province/agreements/texts.service.js';
import { atOneInstant } from '../../../subgraphs/province/exchange/desk.js';
import { binding } from '../../../subgraphs/province/agreements/life/life.rules.js';
import type { AgreementRow } from '../../../subgraphs/province/agreements/agreement.entity.js';
import type { AgreementWorld } from './agreement-world.js';

const signed: ReadonlySet<string> = new Set([...binding, 'SUPERSEDED', 'TERMINATED']);

/** What each party has ever called signed, by the agreement that it is about. */
export type Called = Map<string, string>;

/**
 * Breaches of the two promises, in words: all parties have the same hash for what any of them has ever called signed,
 * and none calls signed what not all have signed.
 */
export async function checkAgreements(
  world: AgreementWorld,
  numbers: readonly string[],
  called: Called,
): Promise<readonly string[]> {
  const breaches: string[] = [];
  for (const code of world.codes) {
    for (const row of (await Promise.all(numbers.map((number) => world.copies(code, number)))).flat()) {
      if (!signed.has(row.state)) continue;
      const about = `${row.number}.${row.first_version}`;
      const known = called.get(about) ?? row.hash;
      called.set(about, known);
      if (known !== row.hash)
        breaches.push(`${code} calls ${row.hash} ${row.state}, and ${known} was signed as ${about}.`);
      breaches.push(...(await findUnsigned(world, code, row)));
    }
    breaches.push(...checkBook(world, code, called));
  }
  return breaches;
}

async function findUnsigned(world: AgreementWorld, code: string, row: AgreementRow): Promise<readonly string[]> {
  const { desk } = world.seat(code);
  const text = await atOneInstant(desk, (transaction) => readText({ transaction }, row, row.version));
  if (text === undefined) return [`${code} has no text of ${row.id}.`];
  const verifying = { keys: desk.keys, nowMs: desk.clock.nowMs() };
  return findSignatureProblems(text, text.agreement.parties, verifying).map((problem) => `${row.id}: ${problem}`);
}

// What a case would be judged by.
function checkBook(world: AgreementWorld, code: string, called: Called): readonly string[] {
  const texts = world.seat(code).shelf.current();
  return texts.flatMap(({ agreement: { number, version } }) => {
    const isCalled = [...called.keys()].some((about) => about.startsWith(`${number}.`));
    return isCalled ? [] : [`${code} judges by ${number} version ${version}, which nobody calls signed.`];
  });
}

/** How the copies of agreements differ once all has been told; empty when they are the same. */
export async function findDifferences(world: AgreementWorld, numbers: readonly string[]): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const number of numbers) {
    const seen = new Map<string, string>();
    for (const code of world.codes) {
      const rows = await world.copies(code, number);
      const copy = rows.map(({ first_version: first, version, hash, state, pending }) => [
        first,
        version,
        hash,
        state,
        pending,
      ]);
      seen.set(code, JSON.stringify([copy, await world.supplements(code, number)]));
    }
    if (new Set(seen.values()).size > 1) differences.push(`${number}: ${JSON.stringify([...seen])}`);
  }
  return differences;
}

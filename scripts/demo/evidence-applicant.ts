import { listInstances } from '../../subgraphs/shared/instance.js';
import { listHolders } from '../../subgraphs/province/seeds/licence-holders.js';
import { defaultMatchingFile } from '../../subgraphs/province/storage/vault.js';
import { openMatching } from '../../subgraphs/province/storage/matching.js';
import path from 'node:path';
import type { Asker, Stage } from './play-journey.js';

interface OwnLicence {
  readonly typeName: string;
  readonly inForce: boolean;
}

/** A synthetic person who holds exactly one driver licence of Hunan that is in force, as the token of the issuer says him. */
export async function findApplicant(stage: Stage, dataDir: string): Promise<Asker> {
  const matching = openMatching(defaultMatchingFile(path.join(dataDir, 'keys')));
  const candidates = listHolders(listInstances()).filter(({ home, kind }) => home.code === 'HN' && kind === 'PERSON');
  for (const { index, document } of candidates) {
    const asker: Asker = { subject: `demo-holder-${index}`, role: 'citizen', person: matching.keyOf(document) };
    const query = '{ myLicences(provinces: ["HN"], first: 50) { nodes { typeName inForce } } }';
    const { myLicences } = await stage.ask(query, {}, asker);
    const { nodes } = myLicences as { readonly nodes: readonly OwnLicence[] };
    if (nodes.filter(({ typeName, inForce }) => typeName === '机动车驾驶证' && inForce).length === 1) return asker;
  }
  throw new Error('Nobody in Hunan has exactly one driver licence in force.');
}

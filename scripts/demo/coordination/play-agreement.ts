import { createAgreementText, NUMBER } from './agreement-text.js';
import { act, type Data, sayTitle, type Telling } from './ask-command.js';
import { coordinatorOf, STANDARD_ITEM } from './people.js';

const DAY_MS = 86_400_000;

/** The two negotiate an agreement that rests on what they have aligned, and sign the same text of it. */
export async function playAgreement(telling: Telling, origin: string): Promise<void> {
  sayTitle(telling, '二、协议：提议、反提议、同署、生效', '2. An agreement: proposed, countered, signed, in force');
  const from = new Date(telling.nowMs() - DAY_MS).toISOString();
  const textOf = (version: number, workingDays: number): string =>
    JSON.stringify(createAgreementText({ version, workingDays, from }));
  const about = 'agreement' as const;
  const [here, there] = [
    { about, asker: coordinatorOf('GD'), in: 'GD' },
    { about, asker: coordinatorOf('HN'), in: 'HN' },
  ] as const;
  const [ours, theirs] = [await promiseOf(telling, 'GD'), await promiseOf(telling, 'HN')];
  const proposal = { province: 'GD', document: textOf(1, ours), reason: '代收代办', origin };
  await act(telling, { name: 'proposeAgreement', ...here, input: proposal });
  telling.say(`    湖南 ${ours} 个工作日办结 · Hunan decides within ${ours} working days`);
  await reach(telling, 'PROPOSED 1');
  const counter = { id: idIn('HN'), document: textOf(2, theirs), reason: '需实地核查' };
  await act(telling, { name: 'counterAgreement', ...there, input: counter });
  telling.say(`    湖南：${theirs} 个工作日，如其公开承诺 · Hunan: within ${theirs}, as it promises to everybody`);
  await reach(telling, 'COUNTERED 2');
  telling.say('    提出文本即已签署 · who puts a text on the table has signed it');
  const hash = (await copyIn(telling, 'GD'))?.['hash'];
  await act(telling, { name: 'signAgreement', ...here, input: { id: idIn('GD'), hash } });
  await reach(telling, 'EFFECTIVE 2');
  await tellSignatures(telling, origin);
}

/** The working days in which a province says that it does the item. */
async function promiseOf({ stage }: Telling, province: string): Promise<number> {
  const query = `query ($item: ID!, $province: ID!) { serviceItems(filter: { standardItem: $item }, provinces: [$province], first: 1) {
    nodes { promisedLimit { value unit } } } }`;
  const { serviceItems } = await stage.ask(query, { item: STANDARD_ITEM, province });
  const [item] = (serviceItems as { readonly nodes: readonly { readonly promisedLimit: Limit }[] }).nodes;
  if (item?.promisedLimit.unit !== 'WORKING_DAY') throw new Error(`${province} promises no working days.`);
  return item.promisedLimit.value;
}

interface Limit {
  readonly value: number;
  readonly unit: string;
}

const idIn = (province: string): string => `${province}:Agreement:${NUMBER}.1`;

async function copyIn({ stage }: Telling, province: string): Promise<Data | null> {
  const query = 'query ($id: ID!) { agreement(id: $id) { state version hash } }';
  return (await stage.ask(query, { id: idIn(province) }))['agreement'] as Data | null;
}

/** Waits until both copies are in a state, at a version. */
async function reach(telling: Telling, wanted: string): Promise<void> {
  await telling.stage.settle(async () => {
    const copies = await Promise.all(['GD', 'HN'].map((code) => copyIn(telling, code)));
    return copies.every((copy) => `${String(copy?.['state'])} ${String(copy?.['version'])}` === wanted);
  });
  telling.say(`    两省 both: ${wanted}`);
}

interface Signed {
  readonly id: string;
  readonly hash: string;
  readonly signatures: readonly { readonly province: { readonly code: string } }[];
}

async function tellSignatures({ stage, say }: Telling, origin: string): Promise<void> {
  const query = `query ($origin: ID!) { agreements(filter: { origin: $origin }) {
    nodes { id hash signatures { province { code } } } } }`;
  const { agreements } = await stage.ask(query, { origin });
  const { nodes } = agreements as { readonly nodes: readonly Signed[] };
  for (const { id, hash, signatures } of nodes)
    say(
      `    ${id}  ${hash.slice(0, 12)}…  签署 signed by ${signatures.map(({ province }) => province.code).join(', ')}`,
    );
  const same = new Set(nodes.map(({ hash }) => hash)).size === 1 && nodes.length === 2;
  if (!same) throw new Error('The two provinces have not signed the same text, or it does not name what led to it.');
  say(`    由 ${origin} 而来 · it came of that negotiation`);
}

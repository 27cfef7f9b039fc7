import { type ComparedAspect, findDifferences, type ItemDifference } from '../../../schema/item-aspects.js';
import { chinaDayOf, dateOf } from '../../../subgraphs/province/shared/calendar.js';
import { act, type Data, sayTitle, type Telling } from './ask-command.js';
import { coordinatorOf, officerOf, STANDARD_ITEM, unitOf } from './people.js';

const provinces = ['GD', 'HN'] as const;

/** What the two provinces came to: the negotiation, as Guangdong knows it, and the material that it was about. */
export interface Aligned {
  readonly negotiation: string;
  readonly material: string;
}

/**
 * Two lists of materials differ; Guangdong asks Hunan why, they propose, counter and agree, and the lists are the same
 * there.
 */
export async function playAlignment(telling: Telling): Promise<Aligned> {
  sayTitle(telling, '一、材料清单不一：比对、咨询、协商', '1. Two lists differ: compared, asked about, negotiated');
  const before = await tellDifferences(telling);
  const material = before.find(({ kind, without }) => kind === 'MATERIAL' && without.length === 1)?.subject;
  if (material === undefined) throw new Error('The material lists of the two provinces are the same.');
  await consult(telling, material);
  const negotiation = await negotiate(telling, material);
  const after = await tellDifferences(telling);
  if (after.some(({ subject }) => subject === material)) throw new Error(`The lists still differ on ${material}.`);
  telling.say(`    “${material}”已一致 · the lists do not differ on it any more`);
  return { negotiation, material };
}

async function tellDifferences({ stage, say }: Telling): Promise<readonly ItemDifference[]> {
  const query = `query ($item: ID!) { compareItem(standardItem: $item, provinces: ["GD", "HN"]) {
    implementations { province { code } } aspects { kind subject values { value provinces { code } } } } }`;
  const { compareItem } = await stage.ask(query, { item: STANDARD_ITEM });
  const { aspects, implementations } = compareItem as {
    readonly aspects: readonly ComparedAspect[];
    readonly implementations: readonly { readonly province: { readonly code: string } }[];
  };
  const codes = implementations.map(({ province }) => province.code);
  const differences = findDifferences(aspects, codes);
  say(`compareItem ${codes.join('–')}：${differences.length} 处不一 · differences`);
  for (const { kind, subject, values, without } of differences) {
    const said = [...values].map(([value, who]) => `${who.join(',')}=${value}`);
    say(`    ${[kind, subject, ...said, ...without.map((code) => `${code}=—`)].filter(Boolean).join('  ')}`);
  }
  return differences;
}

async function consult(telling: Telling, material: string): Promise<void> {
  const { stage } = telling;
  const asking = officerOf('GD', await unitOf(stage, 'GD'));
  const answering = officerOf('HN', await unitOf(stage, 'HN'));
  const text = `贵省清单为何没有“${material}”？`;
  const input = { province: 'GD', to: 'HN', text, standardItem: STANDARD_ITEM };
  const about = 'consultation' as const;
  const opened = await act(telling, { name: 'openOfficialConsultation', about, asker: asking, in: 'GD', input });
  telling.say(`    ${text} · Why is it not on your list?`);
  const there = inHunan(opened['id']);
  await isIn(telling, there, 'OPEN');
  const route = { id: there, unit: answering.unit };
  await act(telling, { name: 'routeConsultation', about, asker: coordinatorOf('HN'), in: 'HN', input: route });
  const step = { about, asker: answering, in: 'HN' };
  const stepType = 'ConsultationStepInput';
  await act(telling, { name: 'acceptConsultation', ...step, input: { id: there }, inputType: stepType });
  const answer = { id: there, text: '受理窗口当面核验身份，不需授权书。' };
  const sayType = 'ConsultationSayInput';
  await act(telling, { name: 'answerConsultation', ...step, input: answer, inputType: sayType });
  telling.say(`    ${answer.text} · The window verifies who applies; nobody needs it.`);
  await isIn(telling, String(opened['id']), 'ANSWERED');
  const confirm = { id: opened['id'] };
  await act(telling, {
    ...{ name: 'confirmAnswer', about, asker: asking, in: 'GD', input: confirm, inputType: stepType },
  });
}

async function negotiate(telling: Telling, material: string): Promise<string> {
  const effectiveFrom = dateOf(chinaDayOf(telling.nowMs()));
  const about = 'consultation' as const;
  const [here, there] = provinces.map((code) => ({ about, asker: coordinatorOf(code), in: code }));
  if (here === undefined || there === undefined) throw new Error('There are two provinces.');
  const difference = { province: 'GD', to: 'HN', standardItem: STANDARD_ITEM, kind: 'MATERIAL', subject: material };
  const ours = { ...difference, value: 'OPTIONAL', adoptedBy: ['HN'], effectiveFrom, reason: '便于委托代办' };
  const proposed = await act(telling, { name: 'proposeAlignment', ...here, input: ours });
  telling.say(`    广东：湖南增列“${material}”（可选）· Guangdong: Hunan lists it too, as optional`);
  const id = String(proposed['id']);
  await isIn(telling, inHunan(id), 'NEGOTIATING');
  const theirs = { id: inHunan(id), value: null, adoptedBy: ['GD'], effectiveFrom, reason: '不必提交' };
  await act(telling, { name: 'counterAlignment', ...there, input: theirs });
  telling.say(`    湖南：广东不再要求“${material}” · Hunan: Guangdong does not ask for it any more`);
  await isIn(telling, id, 'COUNTER_PROPOSED');
  const agreed = { id, hash: await lastHash(telling, id) };
  await act(telling, { name: 'agreeAlignment', ...here, input: agreed });
  await Promise.all([isIn(telling, id, 'AGREED'), isIn(telling, inHunan(id), 'AGREED')]);
  telling.say(`    两省同署一份文本 · both have signed the same text ${agreed.hash}`);
  return id;
}

const inHunan = (id: unknown): string => String(id).replace('GD', 'HN');

/** Waits until a thread is in a state in the province that its id names. */
async function isIn({ stage }: Telling, id: string, state: string): Promise<void> {
  const query = 'query ($id: ID!) { consultation(id: $id) { state } }';
  const asker = coordinatorOf(id.slice(0, 2));
  await stage.settle(async () => {
    const found = (await stage.ask(query, { id }, asker))['consultation'] as Data | null;
    return found?.['state'] === state;
  });
}

async function lastHash({ stage }: Telling, id: string): Promise<string> {
  const query = 'query ($id: ID!) { consultation(id: $id) { proposals { hash } } }';
  const { consultation } = await stage.ask(query, { id }, coordinatorOf('GD'));
  const { proposals } = consultation as { readonly proposals: readonly { readonly hash: string }[] };
  return proposals.at(-1)?.hash ?? '';
}

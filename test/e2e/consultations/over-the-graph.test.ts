// The two stories over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ComparedAspect, findDifferences, type ItemDifference } from '../../../schema/item-aspects.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { chinaDayOf, dateOf } from '../../../subgraphs/province/shared/calendar.js';
import { openMatching } from '../../../subgraphs/province/storage/matching.js';
import { vaultPlace } from '../../../subgraphs/province/storage/vault.js';
import { networkStage } from '../../support/cases/network-stage.js';
import {
  coordinatorOf,
  type Data,
  DOCUMENT,
  ITEM,
  officerIn,
  unitIn,
} from '../../support/consultations/consultation-world.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
let citizen: Asker;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true });
  const { matchingFile } = vaultPlace('GD', { dataDir: network.dataDir });
  citizen = { subject: 'citizen', role: 'citizen', person: openMatching(matchingFile).keyOf(DOCUMENT) };
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage = networkStage('consultations', () => network, PATIENCE_MS);
let keys = 0;

async function command(name: string, type: string, input: Data, asker: Asker): Promise<Data> {
  keys += 1;
  const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) {
    ... on Consultation { id state } ... on ConsultationRefusal { code } } }`;
  const { done } = await stage.ask(query, { input: { idempotencyKey: `key-${keys}`, ...input } }, asker);
  const { code } = done as { readonly code?: string };
  if (code !== undefined) throw new Error(`${name} was refused: ${code}.`);
  return done as Data;
}

async function stateOf(id: string, asker: Asker): Promise<unknown> {
  const query = 'query ($id: ID!) { consultation(id: $id) { state } }';
  const { consultation } = await stage.ask(query, { id }, asker);
  return (consultation as { readonly state: string } | null)?.state;
}

const settled = (id: string, asker: Asker, state: string): Promise<void> =>
  stage.settle(async () => (await stateOf(id, asker)) === state);

async function take(id: string): Promise<void> {
  const province = id.slice(0, 2);
  await command('routeConsultation', 'RouteConsultationInput', { id, unit: unitIn(province) }, coordinatorOf(province));
  await command('acceptConsultation', 'ConsultationStepInput', { id }, officerIn(province));
}

it(
  'asks Guangdong, is answered in Hunan, reopened, answered again, and published as a frequent question',
  async () => {
    const asked = { province: 'GD', text: '驾驶证到期，人在广东，能换湖南的证吗？', standardItem: ITEM };
    const { id } = await command('openConsultation', 'OpenConsultationInput', asked, citizen);
    const here = String(id);
    const there = here.replace('GD', 'HN');
    await take(here);
    const transfer = { id: here, to: 'HN', text: '属湖南办理' };
    await command('transferConsultation', 'TransferConsultationInput', transfer, officerIn('GD'));
    await stage.settle(async () => (await stateOf(there, coordinatorOf('HN'))) === 'OPEN');
    await settled(here, citizen, 'OPEN');
    await take(there);
    await command('answerConsultation', 'ConsultationSayInput', { id: there, text: '可以。' }, officerIn('HN'));
    await settled(here, citizen, 'ANSWERED');
    await command('reopenConsultation', 'ConsultationSayInput', { id: here, text: '带什么材料？' }, citizen);
    await settled(there, officerIn('HN'), 'REOPENED');
    await settled(here, citizen, 'REOPENED'); // it was answered once before
    await command(
      'answerConsultation',
      'ConsultationSayInput',
      { id: there, text: '身份证和体检表。' },
      officerIn('HN'),
    );
    await settled(here, citizen, 'ANSWERED');

    const seen = await stage.ask(
      `query ($id: ID!) { consultation(id: $id) { holder { province { nameZh } unit } messages { act }
        current { id state province { code } messages { act } } } }`,
      { id: here },
      citizen,
    );
    const acts = ['QUESTION', 'TRANSFER', 'ANSWER', 'REOPENING', 'ANSWER'].map((act) => ({ act }));
    expect(seen['consultation']).toEqual({
      holder: { province: { nameZh: '湖南省' }, unit: unitIn('HN') },
      messages: acts,
      current: { id: there, state: 'ANSWERED', province: { code: 'HN' }, messages: acts },
    });

    const published = { id: there, question: '在外省能换驾驶证吗？', answer: '可以，带身份证和体检表。' };
    await command('publishAnswer', 'PublishAnswerInput', published, officerIn('HN'));
    const faqs = `query ($item: ID!) { faqs(standardItem: $item) { nodes { question province { code } } coverage { exact } }
      serviceItems(filter: { standardItem: $item }, provinces: ["HN"]) { nodes { faqs { answer } } }
      }`;
    expect(await stage.ask(faqs, { item: ITEM })).toEqual({
      faqs: { nodes: [{ question: published.question, province: { code: 'HN' } }], coverage: { exact: true } },
      serviceItems: { nodes: [{ faqs: [{ answer: published.answer }] }] },
    });
    const listed = await stage.ask('{ consultations { nodes { id } totalCount coverage { exact } } }', {}, citizen);
    expect(listed['consultations']).toEqual({ nodes: [{ id: here }], totalCount: 1, coverage: { exact: true } });
  },
  PATIENCE_MS,
);

async function compare(item: string): Promise<readonly ItemDifference[]> {
  const query = `query ($item: ID!) { compareItem(standardItem: $item, provinces: ["GD", "HN"]) {
    implementations { province { code } } aspects { kind subject values { value provinces { code } } } } }`;
  const { compareItem } = await stage.ask(query, { item });
  const { aspects, implementations } = compareItem as {
    readonly aspects: readonly ComparedAspect[];
    readonly implementations: readonly { readonly province: { readonly code: string } }[];
  };
  return findDifferences(
    aspects,
    implementations.map(({ province }) => province.code),
  );
}

/** A material that Guangdong asks for and Hunan does not, with its item. */
async function disputed(): Promise<{ readonly item: string; readonly subject: string; readonly value: string }> {
  const { serviceItems } = await stage.ask(
    '{ serviceItems(first: 100, provinces: ["GD"]) { nodes { standard { id } } } }',
    {},
  );
  const { nodes } = serviceItems as { readonly nodes: readonly { readonly standard: { readonly id: string } }[] };
  for (const { standard } of nodes) {
    const found = (await compare(standard.id)).find(
      ({ kind, without, values }) =>
        kind === 'MATERIAL' && without[0] === 'HN' && without.length === 1 && values.size === 1,
    );
    if (found !== undefined)
      return { item: standard.id, subject: found.subject, value: [...found.values.keys()][0] ?? '' };
  }
  throw new Error('The lists of the two provinces are the same.');
}

it(
  'compares two lists, proposes, counters and agrees, and then there is no difference there',
  async () => {
    const { item, subject, value } = await disputed();
    const today = dateOf(chinaDayOf(Date.now()));
    const common = { effectiveFrom: today, reason: '统一材料' };
    const input = { province: 'GD', to: 'HN', standardItem: item, kind: 'MATERIAL', subject };
    const ours = { ...input, value, adoptedBy: ['HN'], ...common };
    const { id } = await command('proposeAlignment', 'ProposeAlignmentInput', ours, coordinatorOf('GD'));
    const here = String(id);
    const there = here.replace('GD', 'HN');
    await settled(there, coordinatorOf('HN'), 'NEGOTIATING');
    const theirs = { id: there, value: null, adoptedBy: ['GD'], ...common, reason: '不必提交' };
    await command('counterAlignment', 'CounterAlignmentInput', theirs, coordinatorOf('HN'));
    await settled(here, coordinatorOf('GD'), 'COUNTER_PROPOSED');
    const query =
      'query ($id: ID!) { consultation(id: $id) { proposals { hash } alignment { hash signatures { province { code } } } } }';
    const last = (await stage.ask(query, { id: here }, coordinatorOf('GD')))['consultation'] as {
      readonly proposals: readonly { readonly hash: string }[];
    };
    const agreed = { id: here, hash: last.proposals.at(-1)?.hash };
    await command('agreeAlignment', 'AgreeAlignmentInput', agreed, coordinatorOf('GD'));
    await settled(here, coordinatorOf('GD'), 'AGREED');
    await settled(there, coordinatorOf('HN'), 'AGREED');

    const alignments = [
      await stage.ask(query, { id: here }, coordinatorOf('GD')),
      await stage.ask(query, { id: there }, coordinatorOf('HN')),
    ].map(({ consultation }) => (consultation as { readonly alignment: object }).alignment);
    expect(alignments[0]).toEqual(alignments[1]);
    expect(alignments[0]).toMatchObject({
      hash: agreed.hash,
      signatures: [{ province: { code: 'HN' } }, { province: { code: 'GD' } }],
    });
    expect((await compare(item)).filter((difference) => difference.subject === subject)).toEqual([]);
  },
  PATIENCE_MS,
);

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DOCUMENT, ConsultationWorld, ITEM, officerIn } from '../../support/consultations/consultation-world.js';

let world: ConsultationWorld;
beforeEach(async () => {
  world = await ConsultationWorld.open();
});
afterEach(() => world[Symbol.asyncDispose]());

const texts = { question: '居住证到期后如何换证？', answer: '在网上提交，15个工作日内办结。' };

async function answered(): Promise<string> {
  const id = await world.accepted();
  await world.command('answerConsultation', { id, text: '您好，欧阳探真，请在网上提交。' }, officerIn('GD'));
  return id;
}

/** What is published of the item in a province. */
async function published(province: string): Promise<unknown> {
  const query = `query ($item: ID!, $province: ID!) { faqs(standardItem: $item, provinces: [$province]) { totalCount nodes { question answer unit } }
    serviceItems(filter: { standardItem: $item }, provinces: [$province]) { nodes { faqs { question } } } }`;
  return world.cases.ask(query, { item: ITEM, province });
}

it('shows a published answer with its item, and in the list of all provinces', async () => {
  const id = await answered();

  const done = await world.command('publishAnswer', { id, ...texts }, officerIn('GD'));

  expect(done.state).toBe('ANSWERED');
  expect(await published('GD')).toEqual({
    faqs: { totalCount: 1, nodes: [{ ...texts, unit: officerIn('GD').unit }] },
    serviceItems: { nodes: [{ faqs: [{ question: texts.question }] }] },
  });
  expect(await published('HN')).toMatchObject({ faqs: { totalCount: 0 } });
});

it.each([
  ['an identity number', `身份证${DOCUMENT.number}的问题`],
  ['a telephone', '请回电12000000008'],
  ['a case', '办件440000-20260302-00000001'],
  ['a licence', '证照1.2.156.3005.2.11100000000013338W032'],
  ['the name of the asker', '欧阳探真问：'],
])('publishes nothing in which there is %s', async (_, planted) => {
  const id = await answered();

  for (const changed of [{ question: planted }, { answer: planted }])
    expect((await world.command('publishAnswer', { id, ...texts, ...changed }, officerIn('GD'))).code).toBe(
      'NOT_DEIDENTIFIED',
    );
  expect(await published('GD')).toMatchObject({ faqs: { totalCount: 0 } });
});

it('knows the name of the asker in the province that answers for another one too', async () => {
  const here = await world.accepted();
  await world.command('transferConsultation', { id: here, to: 'HN', text: '属湖南' }, officerIn('GD'));
  await world.settle();
  const id = world.in('HN', here);
  await world.take(id);
  await world.command('answerConsultation', { id, text: '答。' }, officerIn('HN'));

  const named = await world.command('publishAnswer', { id, ...texts, answer: '欧阳探真：答' }, officerIn('HN'));
  const anonymous = await world.command('publishAnswer', { id, ...texts }, officerIn('HN'));

  expect([named.code, anonymous.state]).toEqual(['NOT_DEIDENTIFIED', 'ANSWERED']);
});

it('is for the unit that has answered, and for what concerns an item', async () => {
  const id = await world.accepted();
  const early = await world.command('publishAnswer', { id, ...texts }, officerIn('GD'));
  const of = await world.accepted('GD', { standardItem: null });
  await world.command('answerConsultation', { id: of, text: '答。' }, officerIn('GD'));

  expect(early.code).toBe('NOT_ANSWERED');
  expect((await world.command('publishAnswer', { id: of, ...texts }, officerIn('GD'))).code).toBe('NOT_ANSWERED');
});

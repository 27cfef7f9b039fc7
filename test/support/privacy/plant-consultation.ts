// Plants a person in a consultation: he names himself in his question, which is passed on, and is named in the answer.
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { openMatching } from '../../../subgraphs/province/storage/matching.js';
import { vaultPlace } from '../../../subgraphs/province/storage/vault.js';
import { coordinatorOf, type Data, officerIn, unitIn } from '../consultations/consultation-world.js';
import type { Planted } from './find-traces.js';
import { stageOf } from './plant-more.js';
import type { PlantedWorld } from './planted-world.js';

const types: Readonly<Record<string, string>> = {
  acceptConsultation: 'ConsultationStepInput',
  answerConsultation: 'ConsultationSayInput',
};

/** Somebody asks Guangdong, is passed on to Hunan with what he said, and answered there by his name. */
export async function consultNaming(world: PlantedWorld, { name, documentNumber, phone }: Planted): Promise<void> {
  const stage = stageOf(world);
  const { matchingFile } = vaultPlace('GD', { dataDir: world.dataDir });
  const person = openMatching(matchingFile).keyOf({ type: 'RESIDENT_ID', number: documentNumber });
  const text = `${name} ${documentNumber} ${phone}`;
  const act = async (event: string, input: Data, asker: Asker): Promise<string> => {
    const type = types[event] ?? `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { done: ${event}(input: $input) {
      ... on Consultation { id } ... on ConsultationRefusal { code } } }`;
    const { done } = await stage.ask(
      query,
      { input: { idempotencyKey: `${event} ${asker.subject}`, ...input } },
      asker,
    );
    const { id, code } = done as Readonly<Record<string, string>>;
    if (id === undefined) throw new Error(`${event} was refused: ${String(code)}`);
    return id;
  };
  const take = async (province: string, id: string): Promise<void> => {
    await act('routeConsultation', { id, unit: unitIn(province) }, coordinatorOf(province));
    await act('acceptConsultation', { id }, officerIn(province));
  };
  const here = await act('openConsultation', { province: 'GD', text }, { subject: 'asks', role: 'citizen', person });
  await take('GD', here);
  await act('transferConsultation', { id: here, to: 'HN', text }, officerIn('GD'));
  const there = here.replace('GD', 'HN');
  await stage.settle(async () => (await stateOf(stage, there)) === 'OPEN');
  await take('HN', there);
  await act('answerConsultation', { id: there, text }, officerIn('HN'));
}

async function stateOf({ ask }: ReturnType<typeof stageOf>, id: string): Promise<unknown> {
  const query = 'query ($id: ID!) { consultation(id: $id) { state } }';
  const { consultation } = await ask(query, { id }, coordinatorOf(id.slice(0, 2)));
  return (consultation as Data | null)?.['state'];
}

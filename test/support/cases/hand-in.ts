// Handing materials in, as a client of the graph does.
import type { Asker, Stage } from '../../../scripts/demo/play-journey.js';
import { digestOf } from '../material-folder.js';

type Data = Readonly<Record<string, unknown>>;

/** A PDF as far as its first bytes say. */
export const pdf = (text: string): Uint8Array => Buffer.from(`%PDF-1.7 ${text}`);

/** What is handed in, and by whom. */
export interface HandedIn {
  readonly name: string;
  readonly asker: Asker;
}

/** Uploads a file to a case and gives its digest; throws when it is refused. */
export async function handIn(graph: Pick<Stage, 'ask'>, caseId: string, { name, asker }: HandedIn): Promise<string> {
  const by = { ask: (query: string, variables: Data) => graph.ask(query, variables, asker) };
  const bytes = pdf(`${name} ${caseId}`);
  const digest = digestOf(bytes);
  const file = { caseId, name, digest, size: bytes.length, mediaType: 'application/pdf', grade: 'C' };
  const { id } = await mutate(by, 'beginMaterial', ['BeginMaterialInput', { input: file }]);
  const chunk = { uploadId: id, offset: 0, content: Buffer.from(bytes).toString('base64') };
  await mutate(by, 'appendMaterial', ['AppendMaterialInput', { input: chunk }]);
  await mutate(by, 'finishMaterial', ['ID', { uploadId: id }]);
  return digest;
}

async function mutate(
  graph: Pick<Stage, 'ask'>,
  name: string,
  [type, variables]: readonly [string, Data],
): Promise<Data> {
  const [argument = ''] = Object.keys(variables);
  const query = `mutation ($${argument}: ${type}!) { result: ${name}(${argument}: $${argument}) {
    ... on MaterialUpload { id } ... on ServiceRefusal { code } } }`;
  const result = (await graph.ask(query, variables))['result'] as Data;
  if (result['code'] !== undefined) throw new Error(`${name} was refused: ${JSON.stringify(result)}`);
  return result;
}

/** What was received with a case or leg, as the graph shows it. */
export interface SeenReceived {
  readonly sender: { readonly code: string };
  readonly lacking: readonly string[];
  readonly files: readonly {
    readonly name: string;
    readonly state: string;
    readonly refusal: { readonly code: string } | null;
  }[];
}

/** A supervisor of the state, under an order. */
export const INSPECTOR: Asker = {
  ...{ subject: 'inspector', role: 'supervisor' },
  purpose: { code: 'SUPERVISION', reference: 'order-1' },
};

/** Looks at what was received with a case or leg, under an order. */
export async function seeReceived(graph: Pick<Stage, 'ask'>, id: string): Promise<SeenReceived | null> {
  const field = id.includes(':Case:') ? 'case' : 'leg';
  const query = `query ($id: ID!) { subject: ${field}(id: $id) { receivedMaterials { sender { code } lacking
    files { name state refusal { code } } } } }`;
  const { subject } = await graph.ask(query, { id }, INSPECTOR);
  return (subject as { readonly receivedMaterials: SeenReceived | null }).receivedMaterials;
}

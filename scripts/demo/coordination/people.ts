import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/province/province.js';
import type { Asker, Stage } from '../play-journey.js';

/** The item of the whole story, which a window of Guangdong receives and Hunan decides. */
export const ITEM = 'mca-orphan-recognition';
export const STANDARD_ITEM = `CN:StandardItem:${ITEM}`;

/** The service centre of Guangdong, whose window receives. */
export const HALL = hallCode(readInstance('GD'));

/** Who coordinates a province with others. */
export const coordinatorOf = (province: string, subject = `demo-coordinator-${province}`): Asker => ({
  ...{ subject, role: 'coordinator', province },
  purpose: { code: 'CONSULTATION', reference: undefined },
});

/** A supervisor of the state under an order, who is of no unit. */
export const STATE_SUPERVISOR: Asker = {
  ...{ subject: 'demo-supervisor', role: 'supervisor' },
  purpose: { code: 'SUPERVISION', reference: 'demo-order-1' },
};

/** An officer of a unit, who also answers questions of other provinces. */
export const officerOf = (province: string, unit: string): Asker => ({
  ...{ subject: `demo-officer-${province}`, role: 'officer', province, unit },
  purpose: { code: 'CONSULTATION', reference: undefined },
});

/** The unit that does the item in a province. */
export async function unitOf({ ask }: Pick<Stage, 'ask'>, province: string): Promise<string> {
  const query = `query ($item: ID!, $province: ID!) { serviceItems(filter: { standardItem: $item }, provinces: [$province], first: 1) {
    nodes { authority { code } } } }`;
  const { serviceItems } = await ask(query, { item: STANDARD_ITEM, province });
  const [node] = (serviceItems as { readonly nodes: readonly { readonly authority: { readonly code: string } }[] })
    .nodes;
  if (node === undefined) throw new Error(`${province} does not offer ${ITEM}.`);
  return node.authority.code;
}

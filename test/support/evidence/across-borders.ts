// A person with a case that Guangdong has received and Hunan handles, and with licences that Guangdong keeps.
import { forwarded } from '../../../scripts/demo/journeys.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { createLicenceIssuer, type LicenceTables } from '../../../subgraphs/province/licences/index.js';
import { authorityCode, hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { clerkOf, command, type Data, fullDraft } from '../cases/ask-case.js';
import type { CaseWorld } from '../cases/case-world.js';
import { DOCUMENT, ITEM, MATERIAL, type OTHER } from './evidence-world.js';

/** The window in Guangdong that receives it. */
export const HALL = hallCode(readInstance('GD'));

/** The unit in Guangdong whose licences these are. */
export const ISSUER = authorityCode(readInstance('GD'), 'MPS');

/** The window receives a case of the person for Hunan and forwards it; gives the case in Guangdong. */
export async function forwardCase(cases: CaseWorld): Promise<string> {
  const { materials, conditions } = await fullDraft(cases, 'HN', forwarded.itemCode);
  const actor = clerkOf(HALL);
  const { type: documentType, number: documentNumber } = DOCUMENT;
  const applicant = { name: '李明', documentType, documentNumber, phone: '12000000008' };
  const standardItem = `CN:StandardItem:${forwarded.itemCode}`;
  const input = { ...forwarded.draft, standardItem, materials, conditions, applicant };
  const { id } = await command(cases, 'draftCase', { ...input, actor, idempotencyKey: 'forwarded' });
  const papers = materials.filter(({ form }) => form === 'PAPER');
  const steps: readonly (readonly [string, Data])[] = [
    ['receiveCase', {}],
    ['verifyIdentity', { checkMethod: '身份证读卡' }],
    ['reviewForm', { checkMethod: '逐项核对' }],
    ['forwardCase', { manifest: papers.map(({ name }, index) => ({ name, shipmentNo: `SF${index}` })) }],
  ];
  for (const [event, says] of steps) {
    const done = await command(cases, event, { caseId: id, ...says, actor, idempotencyKey: event });
    if (done['code'] !== undefined) throw new Error(`${event} was refused: ${JSON.stringify(done)}`);
  }
  await cases.deliverAll();
  return String(id);
}

/** Guangdong issues a licence to somebody; gives its id. */
export async function issueInGuangdong(
  cases: CaseWorld,
  typeName = MATERIAL,
  document: typeof DOCUMENT | typeof OTHER = DOCUMENT,
): Promise<string> {
  const { exchange, instance, orm } = cases.seat('GD');
  const { desk } = exchange;
  const issue = createLicenceIssuer({ instance, desk, nowMs: desk.clock.nowMs });
  const identifier = await inTransaction(desk, (transaction) =>
    issue(transaction, {
      ...{ typeName, itemCode: ITEM, caseId: null, provenance: 'SYNTHETIC' },
      ...{ holder: { name: '李明', document }, issuer: { code: ISSUER, name: '广东省公安厅' } },
    }),
  );
  const licences = orm.em.getKysely<LicenceTables>().selectFrom('licence').select('id');
  const row = await licences.where('identifier', '=', identifier ?? '').executeTakeFirstOrThrow();
  return row.id;
}

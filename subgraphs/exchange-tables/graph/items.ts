import { formatGlobalId } from '../../../schema/global-id.js';
import { FOUR_SAME } from '../../../schema/item-aspects.js';
import { aspectsOf, type ItemRules } from '../../shared/aspects.rules.js';
import { assertOwnId, isAsked, standardItemId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import type { AdapterContext } from '../context.js';
import {
  findItem,
  listFees,
  listImplementations,
  type ListItemsArguments,
  listItems,
  listMaterials,
  listQuestions,
  type MaterialRow,
} from '../item.service.js';
import type { ItemRow } from '../storage/items.js';
import { readLocalId } from '../storage/read-cell.js';
import { valuesByCode } from '../storage/source.js';
import { connectionOf, coverageOf, provinceOf, totalCount } from './connection.js';

/** A service item as the contract has it; materials, fees and questions are read when they are asked for. */
export interface ServiceItem {
  readonly id: string;
  readonly key: string;
  readonly row: ItemRow;
}

/** A row of an item as the contract's type. */
export function serviceItemOf(row: ItemRow, { code, source, provenance }: AdapterContext): ServiceItem {
  const valuesIn = (codes: string | null, column: 'server_type' | 'handle_type'): readonly string[] => {
    const values = valuesByCode(source, `up_task_general_basic.${column}`);
    return [...new Set((codes ?? '').split(',').flatMap((one) => values.get(one) ?? []))];
  };
  const { address, hours, phone } = row;
  const window = { nameZh: row.dept_name, address, hours, phone };
  const fields = {
    __typename: 'ServiceItem',
    id: row.id,
    province: provinceOf(code),
    standard: { __typename: 'StandardItem', id: standardItemId(row.item_code) },
    taskCode: row.task_code,
    version: row.version,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    mode: row.mode,
    taskType: row.task_type,
    caseKind: row.case_kind,
    exerciseLevel: row.exercise_level,
    authority: authorityOf({ code: row.dept_code, name: row.dept_name, nature: row.dept_nature }),
    serviceObjects: valuesIn(row.service_objects, 'server_type'),
    forms: valuesIn(row.forms, 'handle_type'),
    statutoryLimit: limitOf(row.statutory_value, row.statutory_unit, row.statutory_note),
    promisedLimit: limitOf(row.promised_value, row.promised_unit, row.promised_note),
    maxVisits: row.max_visits,
    visitReason: row.visit_reason,
    acceptanceConditions: linesOf(row.acceptance_conditions),
    handlingFlow: linesOf(row.handling_flow),
    scenarios: [],
    windows: address === null || hours === null || phone === null ? [] : [window],
    crossRegion: { scope: row.scope, form: row.mode, coveredProvinces: [] },
    result: { name: row.result_name, type: row.result_type },
    legalBasis: linesOf(row.legal_basis),
    provenance,
    updatedAt: row.updated_at,
  };
  return { ...fields, key: row.item_key, row };
}

/** An authority or unit; the tables have no English names, so the Chinese one stands for both. */
export function authorityOf({ code, name, nature }: Readonly<Record<'code' | 'name' | 'nature', string>>): object {
  return { nameZh: name, nameEn: name, code, nature };
}

function limitOf(value: number | null, unit: string | null, note: string | null): object | null {
  return value === null || unit === null ? null : { value, unit, note };
}

/** The lines of a text, which is how the tables keep lists. */
function linesOf(text: string | null): readonly string[] {
  const lines = (text ?? '').split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

/** A material as the contract has it. */
function materialOf({ name, need, form, kind, pages, source, issuing_body: issuingBody, note }: MaterialRow) {
  const count = pages ?? 1;
  return {
    name,
    required: need !== 'OPTIONAL',
    grade: 'D' as const, // the least: the tables ask for no grade
    form: (form ?? 'PAPER_OR_ELECTRONIC') as 'PAPER',
    source: (source ?? 'OTHER') as 'OTHER',
    issuingBody: source === 'GOVERNMENT' ? issuingBody : null,
    originals: kind === 'ORIGINAL' || kind === 'BOTH' ? count : 0,
    copies: kind === 'COPY' || kind === 'BOTH' ? count : 0,
    note,
  };
}

const materialsOf = async ({ key }: Pick<ServiceItem, 'key'>, context: AdapterContext) =>
  (await listMaterials(context, key)).map(materialOf);

async function feesOf({ key }: Pick<ServiceItem, 'key'>, context: AdapterContext) {
  const rows = await listFees(context, key);
  return rows.map(({ name, amount_fen: amountFen, basis, reducible }) => {
    return { name, amountFen, basis: basis ?? '', reducible: reducible === 'YES' };
  });
}

async function faqsOf({ key, row }: ServiceItem, context: AdapterContext): Promise<readonly object[]> {
  const rows = await listQuestions(context, key);
  return rows.map(({ row_guid: guid, question, answer, published_at: publishedAt }) => ({
    id: formatGlobalId({ province: context.code, type: 'FaqEntry', local: readLocalId(guid) ?? guid }),
    province: provinceOf(context.code),
    standard: { __typename: 'StandardItem', id: standardItemId(row.item_code) },
    question,
    answer,
    unit: row.dept_name,
    publishedAt,
  }));
}

/** In what an item can differ from those of other provinces. */
async function rulesOf(row: ItemRow, context: AdapterContext): Promise<ItemRules> {
  const key = row.item_key;
  const [materials, fees] = await Promise.all([materialsOf({ key }, context), feesOf({ key }, context)]);
  const { statutory_value: value, statutory_unit: unit } = row;
  return {
    nameZh: row.name_zh,
    taskCode: row.task_code,
    taskType: row.task_type,
    legalBasis: linesOf(row.legal_basis),
    statutory: value === null || unit === null ? null : { value, unit: unit as 'WORKING_DAY' },
    promised: { value: row.promised_value, unit: row.promised_unit as 'WORKING_DAY' },
    maxVisits: row.max_visits,
    acceptanceConditions: linesOf(row.acceptance_conditions),
    fees,
    materials,
  };
}

interface Comparing {
  readonly standardItem: string;
  readonly provinces?: readonly string[] | null;
}

async function compareItem(_root: unknown, args: Comparing, context: AdapterContext): Promise<object> {
  const rows = await listImplementations(context, args);
  const days = rows.map((row) => row.promised_value);
  const [first] = rows;
  const aspects = first === undefined ? [] : aspectsOf(await rulesOf(first, context));
  return {
    standard: first === undefined ? null : { __typename: 'StandardItem', id: args.standardItem },
    implementations: rows.map((row) => serviceItemOf(row, context)),
    offeredBy: first === undefined ? 0 : 1,
    shortestPromisedDays: first === undefined ? null : Math.min(...days),
    longestPromisedDays: first === undefined ? null : Math.max(...days),
    aspects: aspects.map(({ kind, subject, value }) => ({
      kind,
      subject,
      isOfFourSame: FOUR_SAME.includes(kind),
      heldBy: 1,
      values: [{ value, provinces: [provinceOf(context.code)] }],
    })),
    coverage: coverageOf(isAsked(args.provinces, context.code) ? [context.code] : []),
  };
}

/** The service item of an id of this province; null when the tables cannot tell of one. */
export async function findServiceItem(id: string, context: AdapterContext): Promise<ServiceItem | null> {
  const row = await findItem(context, id);
  return row === undefined ? null : serviceItemOf(row, context);
}

export const itemQueries = {
  serviceItem: (_root: unknown, { id }: { readonly id: string }, context: AdapterContext) => {
    assertOwnId(id, 'ServiceItem', context.code);
    return findServiceItem(id, context);
  },
  serviceItems: async (_root: unknown, args: ListItemsArguments, context: AdapterContext) =>
    connectionOf(mapPage(await listItems(context, args), (row) => serviceItemOf(row, context))),
  compareItem,
};

export const itemFields = {
  ServiceItem: {
    materials: (item: ServiceItem, _args: unknown, context: AdapterContext) => materialsOf(item, context),
    fees: (item: ServiceItem, _args: unknown, context: AdapterContext) => feesOf(item, context),
    faqs: (item: ServiceItem, _args: unknown, context: AdapterContext) => faqsOf(item, context),
  },
  ServiceItemConnection: { totalCount },
};

import type { Kysely } from 'kysely';
import type { ProvinceContext } from '../context.js';
import { isAsked, parseStandardItemId } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { ConsultationTables, FaqRow } from './consultation.entity.js';

/** By what frequent questions are ordered. */
export const faqOrders = {
  fields: {
    PUBLISHED_AT: {
      column: 'published_at',
      holds: 'TEXT',
      nullable: false,
      labelZh: '公开时间',
      labelEn: 'published at',
    },
  },
  defaultOrder: 'PUBLISHED_AT_DESC',
} as const satisfies ListOrders;

/** One page of the frequent questions of an item, or of all. */
export async function listFaqs(
  context: ProvinceContext,
  args: ListArguments & { readonly standardItem?: string | null; readonly provinces?: readonly string[] | null },
): Promise<PageOf<FaqRow>> {
  const request = parseListRequest(args, faqOrders);
  const code = context.province.code;
  const { standardItem } = args;
  const item = standardItem === null || standardItem === undefined ? undefined : parseStandardItemId(standardItem);
  if (!isAsked(args.provinces, code)) return emptyPage();
  const db = context.orm.em.getKysely<ConsultationTables>();
  const entries = item === undefined ? db.selectFrom('faq_entry') : faqsAbout(db, item);
  return listPage(entries.selectAll(), request, code);
}

/** The frequent questions of an item; the query brings no order. */
export function faqsAbout(db: Kysely<ConsultationTables>, itemCode: string) {
  return db.selectFrom('faq_entry').where('item_code', '=', itemCode);
}

/** The frequent questions of an item of this province, newest first. Many items asked for together are one query. */
export async function faqsOf(context: ProvinceContext, itemCode: string): Promise<readonly FaqRow[]> {
  return (await context.load(loadFaqs, itemCode)) ?? [];
}

async function loadFaqs(context: ProvinceContext, codes: readonly string[]) {
  const entries = context.orm.em.getKysely<ConsultationTables>().selectFrom('faq_entry').selectAll();
  const rows = await entries.where('item_code', 'in', codes).orderBy('published_at', 'desc').orderBy('id').execute();
  return new Map(Map.groupBy(rows, ({ item_code: code }) => code));
}

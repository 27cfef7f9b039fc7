import { stripIgnoredCharacters } from 'graphql';
import type { GraphAnswer } from '../shared/ask-graph.js';
import type { Completeness } from '../shared/completeness.js';
import { describeGaps } from '../shared/gap-texts.js';

/** One answer, and all that one must know to judge it. */
export interface CapturedAnswer {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
  readonly answer: GraphAnswer;
  readonly gaps: Completeness;
  readonly askedAt: Date;
  readonly tookMs: number;
}

/**
 * What goes with exported rows, wherever they go: whether they are all, who is missing, what was asked, when, of whom.
 * One line each, in both languages, since whoever opens the file may read another than whoever made it.
 */
export function exportNotes(captured: CapturedAnswer, source: string): readonly string[] {
  const { query, variables, answer, gaps, askedAt } = captured;
  const gapLines = describeGaps(gaps, 'zh').map((zh, place) => `${zh} · ${describeGaps(gaps, 'en')[place] ?? ''}`);
  return [
    gaps.isWhole
      ? '完整：所问省份均已作答 · Complete: every province asked has answered'
      : '不完整，请勿当作全部数据 · PARTIAL: these are not all the data',
    ...gapLines.map((line) => line.replaceAll('\n', ' ')),
    ...coverageLines(answer.data),
    `来源 · Source: ${source}`,
    `查询时间 · Asked at: ${askedAt.toISOString()}`,
    `查询语句 · Query: ${onOneLine(query)}`,
    ...(variables === undefined || Object.keys(variables).length === 0
      ? []
      : [`变量 · Variables: ${JSON.stringify(variables)}`]),
  ];
}

/** A name that says what was asked, when, and whether the file is partial. */
export function exportName({ operationName, gaps, askedAt }: CapturedAnswer, extension: string): string {
  const name = operationName ?? 'query';
  const time = askedAt.toISOString().slice(0, 16).replace(/[-:]/g, '');
  return `tongban-${name}-${time}${gaps.isWhole ? '' : '-partial'}.${extension}`;
}

function onOneLine(query: string): string {
  try {
    return stripIgnoredCharacters(query);
  } catch {
    return query.replace(/\s+/g, ' '); // What cannot be read as a query was refused, and is exported as it was asked.
  }
}

function coverageLines(data: unknown): readonly string[] {
  const lines: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === 'coverage') lines.push(...coverageLine(member, path));
      else visit(member, path === '' ? key : `${path}.${key}`);
    }
  };
  visit(data, '');
  return lines;
}

function coverageLine(coverage: unknown, path: string): readonly string[] {
  const { exact, asked, answered, missing } = (coverage ?? {}) as Readonly<Record<string, unknown>>;
  const counts = Object.entries({ asked, answered, missing })
    .filter(([, list]) => Array.isArray(list))
    .map(([name, list]) => `${name} ${String((list as readonly unknown[]).length)}`);
  if (typeof exact === 'boolean') counts.unshift(exact ? 'exact' : 'not exact');
  return counts.length === 0 ? [] : [`涵盖 · Coverage of ${path}: ${counts.join(', ')}`];
}

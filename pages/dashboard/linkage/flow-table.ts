import { countedFigure, type Figure, findAbsences, NOTHING } from '../reading/figure.js';
import type { FlowsQuery } from '../operations/answers.js';
import { provinceTiles } from '../reading/province-tiles.js';

/** Cases from each receiving to each handling province. */
export interface FlowTable {
  readonly at: (from: string, to: string) => Figure;
  /** Sum of the numbers that are known, over all pairs of two provinces. */
  readonly across: number;
}

/** One flow whose number is known. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly isLowerBound: boolean;
}

const codes = provinceTiles.map(({ code }) => code);

/**
 * Reads the table of flows. The handling province counts a case, so a column is missing as a whole where it is silent;
 * a pair that the table does not have is a zero of one that answered.
 */
export function readFlows(answer: FlowsQuery | undefined): FlowTable {
  const table = answer?.caseStatistics;
  const absences = findAbsences(codes, table);
  const cells = new Map<string, Figure>();
  for (const { receivingProvince, handlingProvince, cases, suppressedIn } of table?.rows ?? []) {
    if (receivingProvince === null || handlingProvince === null) continue;
    cells.set(`${receivingProvince.code}>${handlingProvince.code}`, countedFigure(cases, suppressedIn));
  }
  const at = (from: string, to: string): Figure => {
    const why = absences.get(to);
    return why === undefined ? (cells.get(`${from}>${to}`) ?? NOTHING) : { kind: 'missing', why };
  };
  return { at, across: knownFlows({ at }).reduce((sum, { value }) => sum + value, 0) };
}

/** All flows between two provinces that are known and not zero, the greatest first; of one province when it is chosen. */
export function knownFlows({ at }: Pick<FlowTable, 'at'>, chosen?: string): readonly Flow[] {
  const flows: Flow[] = [];
  for (const from of codes)
    for (const to of codes) {
      if (from === to || (chosen !== undefined && from !== chosen && to !== chosen)) continue;
      const figure = at(from, to);
      if (figure.kind === 'known' && figure.value > 0) flows.push({ from, to, ...figure });
    }
  return flows.sort((a, b) => b.value - a.value);
}

/** In which order provinces stand in the matrix. */
export type MatrixOrder = 'standard' | 'volume';

/** The codes in an order: of the standard, or those with the most cases in and out first. */
export function orderCodes(table: FlowTable, order: MatrixOrder): readonly string[] {
  if (order === 'standard') return codes;
  const volumes = new Map<string, number>();
  for (const { from, to, value } of knownFlows(table))
    for (const code of [from, to]) volumes.set(code, (volumes.get(code) ?? 0) + value);
  return [...codes].sort((a, b) => (volumes.get(b) ?? 0) - (volumes.get(a) ?? 0));
}

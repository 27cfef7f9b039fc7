// What a PostgreSQL server does for the statements of the product: each is run again under EXPLAIN ANALYZE.
import { CompiledQuery, type Kysely } from 'kysely';

/** A statement as it was run. */
export interface SeenStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** One step of a plan, as EXPLAIN (FORMAT JSON) has it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** What is claimed of plans, and what is told of them. */
export interface Explained {
  /** Indexes that are used, and tables that are read without one. */
  readonly indexes: readonly string[];
  readonly scanned: readonly string[];
  /** Rows that were put in order. */
  readonly sortedRows: number;
  /** Rows that were looked at, with those that a filter threw away. */
  readonly readRows: number;
  /** Pages of 8 kB. */
  readonly pages: number;
  readonly tookMs: number;
}

/** Runs statements once more, and says what was done for all of them together. */
export async function explainAll(db: Kysely<object>, statements: readonly SeenStatement[]): Promise<Explained> {
  const explained: Explained[] = [];
  for (const { text, parameters } of statements) explained.push(await explain(db, { text, parameters }));
  return explained.reduce(join);
}

async function explain(db: Kysely<object>, { text, parameters }: SeenStatement): Promise<Explained> {
  const query = CompiledQuery.raw(`explain (analyze, buffers, format json) ${text}`, [...parameters]);
  const { rows } = await db.executeQuery<{ readonly 'QUERY PLAN': string }>(query);
  const [found] = JSON.parse(rows[0]?.['QUERY PLAN'] ?? '[]') as [{ Plan: PlanNode; 'Execution Time': number }];
  const nodes = flatten(found.Plan);
  const leaves = nodes.filter((node) => node['Relation Name'] !== undefined);
  return {
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    scanned: leaves.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [])),
    sortedRows: sum(
      nodes.filter((node) => /Sort$/.test(node['Node Type'])).flatMap((node) => node.Plans ?? []),
      rowsOf,
    ),
    readRows: sum(leaves, (node) => rowsOf(node) + (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']),
    pages: found.Plan['Shared Hit Blocks'] + found.Plan['Shared Read Blocks'],
    tookMs: found['Execution Time'],
  };
}

const flatten = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

const rowsOf = (node: PlanNode): number => node['Actual Rows'] * node['Actual Loops'];

const sum = (nodes: readonly PlanNode[], of: (node: PlanNode) => number): number =>
  nodes.reduce((total, node) => total + of(node), 0);

function join(one: Explained, other: Explained): Explained {
  return {
    indexes: [...new Set([...one.indexes, ...other.indexes])],
    scanned: [...one.scanned, ...other.scanned],
    sortedRows: one.sortedRows + other.sortedRows,
    readRows: one.readRows + other.readRows,
    pages: one.pages + other.pages,
    tookMs: one.tookMs + other.tookMs,
  };
}

import type { Line, StateTable, Words } from './state-table.js';

/** What states and events are called on a page. */
export interface PageWords<W extends Words> {
  readonly states: Readonly<Record<W['state'], { readonly labelZh: string }>>;
  readonly events: Readonly<Record<W['event'], { readonly zh: string; readonly en: string }>>;
}

/** A table of states as Markdown: its diagram (Mermaid), and every line of it. */
export function printStateTable<W extends Words>(
  { name, labelZh, labelEn, initial, lines }: StateTable<W>,
  words: PageWords<W>,
): readonly string[] {
  return [
    `## ${labelZh} · ${labelEn} (${name})`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${initial}`,
    ...new Set(lines.map(({ from, event, next }) => `  ${from} --> ${next}: ${event}`)),
    '```',
    '',
    ...printMarkdownTable(
      ['state', 'event', 'by', 'guards', 'next', 'clock'],
      lines.map((line) => printLine(line, words)),
    ),
  ];
}

function printLine<W extends Words>(
  { from, event, by, when, next, clock }: Line<W>,
  { states, events }: PageWords<W>,
): readonly string[] {
  const { labelZh } = states[from];
  const { zh, en } = events[event];
  return [`${from} ${labelZh}`, `${event} ${zh} · ${en}`, by, when.join(', '), next, clock ?? ''];
}

/** A table of Markdown. */
export function printMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

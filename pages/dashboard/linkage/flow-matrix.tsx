import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type Figure, valueOf } from '../reading/figure.js';
import { markOf } from '../reading/figure-value.js';
import { usePage } from '../reading/page.js';
import { Section } from '../reading/section.js';
import { TableBehind } from '../reading/table-behind.js';
import type { Voice } from '../reading/voice.js';
import { type FlowTable, knownFlows, type MatrixOrder, orderCodes } from './flow-table.js';
import { Legend } from './legend.js';
import { type CellPlace, moveInMatrix } from './matrix-keys.js';
import { shadeBreaks, shadeOf } from './shades.js';

/** 32 rows and columns, every number exact or marked: the main view of what goes where. */
export function FlowMatrix({ table }: { readonly table: FlowTable }): JSX.Element {
  const { voice } = usePage();
  const { words } = voice;
  const [order, setOrder] = useState<MatrixOrder>('standard');
  const [at, setAt] = useState<CellPlace>({ row: 0, column: 0 });
  const codes = orderCodes(table, order);
  const breaks = shadeBreaks(knownFlows(table).map(({ value }) => value));
  return (
    <Section id="matrix" title="matrix" note="matrixNote" operation="Flows">
      <p class="note" id="matrix-keys">
        {words.matrixKeys}
      </p>
      <label class="inline-field">
        {words.order}
        <select value={order} onChange={({ currentTarget }) => setOrder(currentTarget.value as MatrixOrder)}>
          <option value="standard">{words.byStandard}</option>
          <option value="volume">{words.byVolume}</option>
        </select>
      </label>
      <p class="readout">{readout(voice, table, { from: codes[at.row] ?? '', to: codes[at.column] ?? '' })}</p>
      <MatrixGrid {...{ table, codes, breaks, at }} reach={setAt} />
      <Legend breaks={breaks} />
      <p class="note">
        <span class="swatch within" aria-hidden="true" /> {words.within}
      </p>
      <FlowList table={table} />
    </Section>
  );
}

interface GridProps {
  readonly table: FlowTable;
  readonly codes: readonly string[];
  readonly breaks: readonly number[];
  /** The cell that the Tab key leads to. */
  readonly at: CellPlace;
  readonly reach: (place: CellPlace) => void;
}

function MatrixGrid({ table, codes, breaks, at, reach }: GridProps): JSX.Element {
  const { voice, go } = usePage();
  const body = useRef<HTMLTableSectionElement>(null);
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      go({ province: codes[at.column] });
      return;
    }
    const next = moveInMatrix(at, event, codes.length);
    if (next === undefined) return;
    event.preventDefault();
    reach(next);
    body.current?.rows[next.row]?.cells[next.column + 1]?.focus();
  };
  const point = (event: Event): void => {
    const cell = (event.target as Element).closest('td');
    const row = cell?.parentElement;
    if (!cell || !row || !body.current?.contains(row)) return;
    reach({ row: (row as HTMLTableRowElement).sectionRowIndex, column: cell.cellIndex - 1 });
    if (event.type === 'click') go({ province: codes[cell.cellIndex - 1] });
  };
  return (
    <div class="scroll" role="region" aria-labelledby="matrix-title" tabIndex={0}>
      <table class="matrix" role="grid" aria-labelledby="matrix-title" aria-describedby="matrix-keys">
        <thead>
          <tr>
            <td />
            {codes.map((code) => (
              <th key={code} scope="col" title={voice.province(code)}>
                {voice.short(code)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={press} onFocusIn={point} onClick={point}>
          {codes.map((from, row) => (
            <tr key={from}>
              <th scope="row" title={voice.province(from)}>
                {voice.short(from)}
              </th>
              {codes.map((to, column) => (
                <Cell
                  key={to}
                  {...{ voice, from, to, breaks }}
                  figure={table.at(from, to)}
                  isReached={at.row === row && at.column === column}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly voice: Voice;
  readonly from: string;
  readonly to: string;
  readonly figure: Figure;
  readonly breaks: readonly number[];
  readonly isReached: boolean;
}

function Cell({ voice, from, to, figure, breaks, isReached }: CellProps): JSX.Element {
  const value = valueOf(figure);
  // What stays within a province is another order of magnitude, and no flow: it has a number and no shade.
  const shade = from === to ? 'within' : `shade-${shadeOf(value ?? 0, breaks)}`;
  return (
    <td
      role="gridcell"
      class={`${markOf(figure)} ${shade}`}
      tabIndex={isReached ? 0 : -1}
      aria-label={`${voice.province(from)} → ${voice.province(to)}: ${voice.figure(figure)}`}
    >
      {value === undefined ? '' : voice.numbers.compact(value)}
    </td>
  );
}

function readout(voice: Voice, table: FlowTable, { from, to }: { from: string; to: string }): string {
  const there = `${voice.province(from)} → ${voice.province(to)}: ${voice.figure(table.at(from, to))}`;
  if (from === to) return there;
  return `${there} · ${voice.words.reverse}: ${voice.figure(table.at(to, from))}`;
}

/** The flows that are known and not zero, the greatest first. */
function FlowList({ table }: { readonly table: FlowTable }): JSX.Element {
  const { words, province, figure } = usePage().voice;
  return (
    <TableBehind
      caption={words.matrix}
      columns={[words.receiving, words.handling, words.cases]}
      rows={() =>
        knownFlows(table).map((flow) => [province(flow.from), province(flow.to), figure({ kind: 'known', ...flow })])
      }
    />
  );
}

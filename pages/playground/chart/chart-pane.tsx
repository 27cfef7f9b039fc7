import { useEffect, useRef, useState } from 'react';
import type { CapturedAnswer } from '../export-notes.js';
import { findTables, type Table } from '../flatten-answer.js';
import { GapBanner } from '../gap-banner.js';
import { fill } from '../i18n/own-texts.js';
import { useAnswer, useScheme, useTexts } from '../page-state.js';
import { Pane } from '../pane.js';
import { ListChoice } from '../table/table-pane.js';
import { type ChartChoices, type ChartKind, chooseSeries, numericColumns, seriesOf } from './choose-series.js';

/** The answer as a chart: bars, a line or points of any of its numbers. */
export function ChartPane() {
  const { texts } = useTexts();
  const captured = useAnswer();
  return (
    <Pane title={texts.chart}>
      {captured === undefined ? <p>{texts.noAnswer}</p> : <AnswerChart captured={captured} />}
    </Pane>
  );
}

function AnswerChart({ captured }: { readonly captured: CapturedAnswer }) {
  const { texts } = useTexts();
  const tables = findTables(captured.answer.data);
  const [path, setPath] = useState<string>();
  const [changed, setChanged] = useState<Partial<ChartChoices>>({});
  const table = tables.find((one) => one.path === path) ?? tables[0];
  const guess = table && chooseSeries(table);
  return (
    <>
      <GapBanner />
      {table !== undefined && (
        <ListChoice
          tables={tables}
          chosen={table.path}
          choose={(chosen) => {
            setPath(chosen);
            setChanged({});
          }}
        />
      )}
      {table === undefined || guess === undefined ? (
        <p>{table === undefined ? texts.noRows : texts.noNumbers}</p>
      ) : (
        <ChosenChart table={table} choices={fitting(table, { ...guess, ...changed })} change={setChanged} />
      )}
    </>
  );
}

/** Another answer has other columns: what was chosen of an earlier one holds as far as it is still there. */
function fitting(table: Table, { kind, along, values }: ChartChoices): ChartChoices {
  const guess = chooseSeries(table);
  const kept = values.filter((value) => table.columns.includes(value));
  return {
    kind,
    along: table.columns.includes(along) ? along : (guess?.along ?? along),
    values: kept.length > 0 ? kept : (guess?.values ?? []),
  };
}

interface ChosenChartProps {
  readonly table: Table;
  readonly choices: ChartChoices;
  readonly change: (choices: ChartChoices) => void;
}

const KINDS: readonly ChartKind[] = ['bar', 'line', 'scatter'];

function ChosenChart({ table, choices, change }: ChosenChartProps) {
  const { texts } = useTexts();
  const { kind, along, values } = choices;
  return (
    <>
      <div className="choices">
        <label className="choice">
          {texts.chartKind}
          <select
            value={kind}
            onChange={({ currentTarget }) => change({ ...choices, kind: currentTarget.value as ChartKind })}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {texts[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="choice">
          {texts.along}
          <select value={along} onChange={({ currentTarget }) => change({ ...choices, along: currentTarget.value })}>
            {table.columns.map((column) => (
              <option key={column}>{column}</option>
            ))}
          </select>
        </label>
      </div>
      <fieldset>
        <legend>{texts.values}</legend>
        {numericColumns(table).map((column) => (
          <label key={column} className="tick">
            <input
              type="checkbox"
              checked={values.includes(column)}
              onChange={({ currentTarget: { checked } }) =>
                change({ ...choices, values: checked ? [...values, column] : values.filter((one) => one !== column) })
              }
            />
            {column}
          </label>
        ))}
      </fieldset>
      <Canvas table={table} choices={choices} />
    </>
  );
}

function Canvas({ table, choices }: Pick<ChosenChartProps, 'table' | 'choices'>) {
  const { texts } = useTexts();
  const scheme = useScheme();
  const place = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify(seriesOf(table, choices));
  const { kind, along, values } = choices;
  useEffect(() => {
    let isGone = false;
    let end = (): void => undefined;
    void import('./draw-chart.js').then(({ drawChart }) => {
      if (isGone || place.current === null) return;
      const element = place.current;
      element.replaceChildren();
      const chart = drawChart(element, { kind, scheme, ...(JSON.parse(drawn) as ReturnType<typeof seriesOf>) });
      const observer = new ResizeObserver(() => chart.resize());
      observer.observe(element);
      end = () => {
        observer.disconnect();
        chart.dispose();
      };
    });
    return () => {
      isGone = true;
      end();
    };
  }, [drawn, kind, scheme]);
  return (
    <div
      ref={place}
      className="chart-place"
      role="img"
      aria-label={fill(texts.chartLabel, { values: values.join(', '), along })}
    />
  );
}

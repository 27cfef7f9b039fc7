import { useState } from 'react';
import { exportName, exportNotes, type CapturedAnswer } from '../export-notes.js';
import { findTables, isLowerBound, type Table } from '../flatten-answer.js';
import { GapBanner } from '../gap-banner.js';
import { fill } from '../i18n/own-texts.js';
import { useAnswer, useTexts } from '../page-state.js';
import { Pane } from '../pane.js';
import { writeCsv } from './write-csv.js';

/** The answer as rows and columns, and out of the page as CSV or XLSX. */
export function TablePane() {
  const { texts } = useTexts();
  const captured = useAnswer();
  return (
    <Pane title={texts.table}>
      {captured === undefined ? <p>{texts.noAnswer}</p> : <AnswerTable captured={captured} />}
    </Pane>
  );
}

function AnswerTable({ captured }: { readonly captured: CapturedAnswer }) {
  const { texts } = useTexts();
  const tables = findTables(captured.answer.data);
  const [path, setPath] = useState<string>();
  const table = tables.find((one) => one.path === path) ?? tables[0];
  return (
    <>
      <GapBanner />
      {table === undefined ? (
        <p>{texts.noRows}</p>
      ) : (
        <>
          <ListChoice tables={tables} chosen={table.path} choose={setPath} />
          <ExportButtons captured={captured} table={table} />
          <Rows table={table} />
        </>
      )}
    </>
  );
}

interface ListChoiceProps {
  readonly tables: readonly Table[];
  readonly chosen: string;
  readonly choose: (path: string) => void;
}

/** Which list of the answer is shown. */
export function ListChoice({ tables, chosen, choose }: ListChoiceProps) {
  const { texts } = useTexts();
  return (
    <label className="choice">
      {texts.list}
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        {tables.map(({ path, rows }) => (
          <option key={path} value={path}>
            {`${path} (${String(rows.length)} ${texts.rows})`}
          </option>
        ))}
      </select>
    </label>
  );
}

function ExportButtons({ captured, table }: { readonly captured: CapturedAnswer; readonly table: Table }) {
  const { texts } = useTexts();
  const notes = exportNotes(captured, new URL('graphql', location.href).href);
  const saveCsv = (): void => {
    const blob = new Blob([writeCsv(table, notes)], { type: 'text/csv;charset=utf-8' });
    save(blob, exportName(captured, 'csv'));
  };
  const saveWorkbook = async (): Promise<void> => {
    const { writeWorkbook } = await import('./write-workbook.js');
    save(await writeWorkbook(table, notes), exportName(captured, 'xlsx'));
  };
  return (
    <div className="buttons">
      <button type="button" onClick={saveCsv}>
        {texts.exportCsv}
      </button>
      <button type="button" onClick={() => void saveWorkbook()}>
        {texts.exportXlsx}
      </button>
      {!captured.gaps.isWhole && <p className="hint">{texts.exportPartial}</p>}
    </div>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// A thousand rows of ten columns are what a browser lays out without being felt.
const SHOWN_ROWS = 1000;

function Rows({ table }: { readonly table: Table }) {
  const { texts } = useTexts();
  const { columns, rows, path } = table;
  return (
    <>
      {rows.length > SHOWN_ROWS && (
        <p className="hint">{fill(texts.rowsShown, { shown: SHOWN_ROWS, all: rows.length })}</p>
      )}
      <div className="table-scroll" role="region" tabIndex={0} aria-label={path}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN_ROWS).map((row, place) => (
              <tr key={place}>
                {row.map((cell, index) => (
                  <td key={columns[index]} className={typeof cell === 'number' ? 'number' : undefined}>
                    {isLowerBound(table, place, columns[index] ?? '') && <abbr title={texts.lowerBound}>≥ </abbr>}
                    {cell === null ? <span className="empty">—</span> : String(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { usePage } from './page.js';

interface Props {
  /** What the table is of; read out before it. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** Made when somebody opens the table. The first cell of a row is its head. */
  readonly rows: () => readonly (readonly ComponentChildren[])[];
}

/** The numbers of a chart as a table, for whoever cannot see it or wants to copy them. */
export function TableBehind({ caption, columns, rows }: Props): JSX.Element {
  const { words } = usePage().voice;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="behind" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {words.asTable}
        <span class="unseen">{`: ${caption}`}</span>
      </summary>
      {isOpen && (
        <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
          <table class="plain">
            <caption class="unseen">{caption}</caption>
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
              {rows().map(([head, ...cells], index) => (
                <tr key={index}>
                  <th scope="row">{head}</th>
                  {cells.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import type { OperationName, Operations } from '../operations/documents.js';
import { documentOf } from '../operations/documents.js';
import { usePage } from './page.js';
import { playgroundLink } from './playground-link.js';
import type { WordKey } from './words.js';

interface Props<Name extends OperationName> {
  readonly id: string;
  readonly title: WordKey;
  readonly note?: WordKey;
  /** What its numbers are asked by, for whoever wants to ask on. */
  readonly operation?: Name;
  readonly variables?: Operations[Name]['variables'] | undefined;
  readonly children: ComponentChildren;
}

/** A part of the page under its heading, with a link to its question. */
export function Section<Name extends OperationName>(props: Props<Name>): JSX.Element {
  const { words } = usePage().voice;
  const { id, title, note, operation, variables, children } = props;
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`}>{words[title]}</h2>
        {operation !== undefined && (
          <a href={playgroundLink(documentOf(operation).text, variables)} aria-describedby={`${id}-title`}>
            {words.openInPlayground}
          </a>
        )}
      </div>
      {note !== undefined && <p class="note">{words[note]}</p>}
      {children}
    </section>
  );
}

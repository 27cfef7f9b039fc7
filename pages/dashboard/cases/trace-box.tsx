import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { TraceQuery } from '../operations/answers.js';
import { usePage } from '../reading/page.js';
import { Section } from '../reading/section.js';
import type { WordKey } from '../reading/words.js';
import type { Asked } from '../reading/use-answer.js';
import { type NumberTyped, readNumber } from './read-number.js';
import { TraceResult } from './trace-result.js';

const PROBLEMS: Readonly<Record<Exclude<NumberTyped['kind'], 'number'>, WordKey>> = {
  empty: 'traceEmpty',
  form: 'traceForm',
  check: 'traceCheck',
  origin: 'traceOrigin',
};

interface Props {
  /** What the address asks for. */
  readonly asked: NumberTyped;
  readonly trace: Asked<TraceQuery>;
}

/** Finds a case by its collaboration number; a mistake in it is told before anybody is asked. */
export function TraceBox({ asked, trace }: Props): JSX.Element {
  const { voice, place, go } = usePage();
  const { words } = voice;
  const [typed, type] = useState(place.trace ?? '');
  const [problem, setProblem] = useState<WordKey>();
  useEffect(() => {
    if (place.trace !== undefined) type(place.trace);
  }, [place.trace]);
  const collaborationNo = asked.kind === 'number' ? asked.collaborationNo : undefined;
  const submit = (event: Event): void => {
    event.preventDefault();
    const number = readNumber(typed);
    setProblem(number.kind === 'number' ? undefined : PROBLEMS[number.kind]);
    go({ trace: number.kind === 'number' ? number.collaborationNo : undefined });
    if (number.kind === 'number' && number.collaborationNo === collaborationNo) trace.refresh();
  };
  const shown = problem ?? (asked.kind === 'number' || asked.kind === 'empty' ? undefined : PROBLEMS[asked.kind]);
  return (
    <Section id="trace" title="trace" operation="Trace" variables={{ collaborationNo: collaborationNo ?? '' }}>
      <form onSubmit={submit} noValidate role="search" aria-labelledby="trace-title">
        <label class="stacked">
          {words.traceLabel}
          <input
            name="collaborationNo"
            value={typed}
            onInput={({ currentTarget }) => type(currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
            maxLength={60}
            aria-invalid={shown !== undefined}
            aria-describedby="trace-hint trace-problem"
          />
        </label>
        <button type="submit">{words.traceGo}</button>
        <p class="note" id="trace-hint">
          {words.traceHint}
        </p>
        <p class="alarm" id="trace-problem" role="alert">
          {shown === undefined ? '' : words[shown]}
        </p>
      </form>
      <div aria-live="polite">
        {collaborationNo !== undefined && trace.answer === undefined && (
          <p>{trace.failure === undefined ? words.loading : `${trace.failure.code} ${trace.failure.message}`}</p>
        )}
        {trace.answer !== undefined && <TraceResult trace={trace.answer.traceCase} failed={trace.failure?.code} />}
      </div>
    </Section>
  );
}

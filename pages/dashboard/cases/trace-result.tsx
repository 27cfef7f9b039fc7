import type { JSX } from 'preact';
import { CaseState, LegRole, LegState } from '../../../schema/case-lists.js';
import { EntryState } from '../../../schema/trace-lists.js';
import type { TraceQuery } from '../operations/answers.js';
import { usePage } from '../reading/page.js';

type Trace = TraceQuery['traceCase'];

interface Props {
  readonly trace: Trace;
  /** Code of why the last refresh failed. */
  readonly failed: string | undefined;
}

/** Where a case is: who answers for it, its legs in order, and what provinces told each other. */
export function TraceResult({ trace, failed }: Props): JSX.Element {
  const { voice } = usePage();
  const { words, province, numbers } = voice;
  const missing = trace.coverage.missing;
  if (trace.participants.length === 0 && missing.length === 0) return <p>{words.traceUnknown}</p>;
  return (
    <>
      {failed !== undefined && <p class="alarm">{failed}</p>}
      {missing.map((one) => (
        <p key={one.province.code} class="note missing-mark">
          {`${province(one.province.code)}: ${words.missing} (${voice.why(one.reason)})`}
          {one.since !== null && ` ${words.since} ${numbers.moment(one.since)}`}
        </p>
      ))}
      <Holder holder={trace.holder} />
      <h3>{words.legs}</h3>
      <ol class="timeline">
        {trace.legs.map((leg) => (
          <Leg key={`${leg.province.code} ${leg.name}`} leg={leg} />
        ))}
      </ol>
      <h3>{words.letters}</h3>
      <ol class="timeline">
        {trace.entries.map((entry) => (
          <Entry key={entry.entryHash} entry={entry} />
        ))}
      </ol>
      {trace.entries.length === 0 && <p class="note">{words.none}</p>}
    </>
  );
}

function Holder({ holder }: { readonly holder: Trace['holder'] }): JSX.Element {
  const { words, province, numbers } = usePage().voice;
  const name = holder === null ? words.unsaid : holder.province === null ? words.ended : province(holder.province.code);
  return (
    <p class="holder">
      {`${words.holder}: `}
      <strong>{name}</strong>
      {holder?.since && <small>{` ${words.since} ${numbers.moment(holder.since)}`}</small>}
    </p>
  );
}

function Leg({ leg }: { readonly leg: Trace['legs'][number] }): JSX.Element {
  const { voice } = usePage();
  const { words, numbers, province, label } = voice;
  const state =
    leg.state !== null && leg.state in LegState.entries ? label(LegState, leg.state) : label(CaseState, leg.state);
  return (
    <li class={leg.stale ? 'missing-mark' : undefined}>
      <strong>{province(leg.province.code)}</strong> {label(LegRole, leg.role)} <code>{leg.name}</code>{' '}
      <span class="state">{state}</span>
      {leg.isCritical === true && <span class="badge">{words.critical}</span>}
      <small>
        {leg.since !== null && ` ${words.since} ${numbers.moment(leg.since)}`}
        {leg.dueAt !== null && ` · ${words.due} ${numbers.moment(leg.dueAt)}`}
        {leg.stale &&
          ` · ${words.stale}: ${words.asOf} ${numbers.moment(leg.asOf)}${leg.staleSince === null ? '' : `, ${words.since} ${numbers.moment(leg.staleSince)}`}`}
      </small>
    </li>
  );
}

function Entry({ entry }: { readonly entry: Trace['entries'][number] }): JSX.Element {
  const { words, numbers, province, label } = usePage().voice;
  return (
    <li>
      {(entry.isAfterGap || entry.isSeenMissing) && <span class="badge missing-mark">{words.gapBefore}</span>}
      <time dateTime={entry.at}>{numbers.moment(entry.at)}</time>{' '}
      <strong>{`${province(entry.from.code)} → ${province(entry.to.code)}`}</strong> <code>{entry.event}</code>{' '}
      <span class="state">{label(EntryState, entry.state)}</span>
      {entry.refusal !== null && <code>{` ${entry.refusal}`}</code>}
    </li>
  );
}

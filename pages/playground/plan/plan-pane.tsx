import { useSyncExternalStore } from 'react';
import { reasonText } from '../../shared/gap-texts.js';
import { useAnswer, usePageState, useTexts } from '../page-state.js';
import { Pane } from '../pane.js';
import { useSettings } from '../settings.js';
import { type PlanStep, readPlan } from './read-plan.js';

/** How the answer came about: which provinces were asked in which step, how long each took, what was merged. */
export function PlanPane() {
  const { texts } = useTexts();
  const { session } = usePageState();
  const { isExplained } = useSyncExternalStore(session.subscribe, session.current);
  const { explanations } = useSettings();
  return (
    <Pane title={texts.plan}>
      <p className="hint">{texts.planHint}</p>
      {explanations === 'nobody' ? (
        <p role="note">{texts.planNobody}</p>
      ) : (
        <label className="tick">
          <input
            type="checkbox"
            checked={isExplained}
            onChange={({ currentTarget }) => session.explain(currentTarget.checked)}
          />
          {texts.planAsk}
        </label>
      )}
      {explanations === 'roles' && <p className="hint">{texts.planRoles}</p>}
      <Steps />
    </Pane>
  );
}

function Steps() {
  const { texts } = useTexts();
  const captured = useAnswer();
  if (captured === undefined) return <p>{texts.noAnswer}</p>;
  const steps = readPlan(captured.answer);
  if (steps === undefined) return <p>{texts.planNone}</p>;
  const wholeMs = Math.max(...steps.map(({ beganMs, tookMs }) => beganMs + tookMs), 0.01);
  return (
    <ol className="plan-steps">
      {steps.map((step, place) => (
        <Step key={place} step={step} wholeMs={wholeMs} />
      ))}
    </ol>
  );
}

function Step({ step, wholeMs }: { readonly step: PlanStep; readonly wholeMs: number }) {
  const { texts } = useTexts();
  const percent = (ms: number): string => `${String(Math.min(100, (ms / wholeMs) * 100))}%`;
  return (
    <li>
      <h3>
        {step.subgraph}
        {step.field !== undefined && ` · ${step.field}`}
      </h3>
      <p className="hint">
        {step.why} — {texts.began} {step.beganMs}, {texts.took} {step.tookMs}
        {step.merged !== undefined && ` — ${texts.merged}: ${step.merged}`}
      </p>
      <div className="bar-track" aria-hidden="true">
        <span
          style={{ marginInlineStart: percent(step.beganMs), width: percent(Math.max(step.tookMs, wholeMs / 100)) }}
        />
      </div>
      {step.asked.length > 0 && <Shares step={step} />}
      <details>
        <summary>{texts.sent}</summary>
        <pre tabIndex={0}>{step.operation}</pre>
      </details>
    </li>
  );
}

function Shares({ step }: { readonly step: PlanStep }) {
  const { language, texts } = useTexts();
  return (
    <div
      className="table-scroll"
      role="region"
      tabIndex={0}
      aria-label={`${texts.step}: ${step.field ?? step.subgraph}`}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.province}</th>
            <th scope="col">{texts.outcome}</th>
            <th scope="col">{texts.took}</th>
            <th scope="col">{texts.rows}</th>
          </tr>
        </thead>
        <tbody>
          {step.asked.map(({ province, outcome, tookMs, rows }) => (
            <tr key={province} className={outcome === 'ANSWERED' ? undefined : 'absent'}>
              <td>{province}</td>
              <td>{outcome === 'ANSWERED' ? '✓' : `⚠ ${reasonText(outcome, language)}`}</td>
              <td className="number">{tookMs}</td>
              <td className="number">{rows}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

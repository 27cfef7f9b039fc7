import { describeGaps } from '../shared/gap-texts.js';
import { useAnswer, useTexts } from './page-state.js';

/** Says that the answer of the tab in front is partial, and why; nothing above one that is whole. */
export function GapBanner() {
  const captured = useAnswer();
  const { language, texts } = useTexts();
  const gaps = captured?.gaps;
  return (
    <div className="gap-banner" role="status" data-own>
      {gaps !== undefined && !gaps.isWhole && (
        <div className="gap-banner-content">
          <strong>
            <span aria-hidden="true">⚠ </span>
            {texts.partial}
          </strong>
          <ul>
            {describeGaps(gaps, language).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

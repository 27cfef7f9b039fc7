import type { JSX } from 'preact';
import { usePage } from '../reading/page.js';

/** What the shades and marks of a chart mean. */
export function Legend({ breaks }: { readonly breaks: readonly number[] }): JSX.Element {
  const { words, numbers } = usePage().voice;
  return (
    <ul class="legend" aria-label={words.legend}>
      <li>
        <span class="swatch zero-mark" aria-hidden="true" />
        {words.zero}
      </li>
      {breaks.map((least, index) => {
        const next = breaks[index + 1];
        return (
          <li key={least}>
            <span class={`swatch shade-${index + 1}`} aria-hidden="true" />
            {next === undefined ? `≥ ${numbers.count(least)}` : `${numbers.count(least)}–${numbers.count(next - 1)}`}
          </li>
        );
      })}
      <li>
        <span class="swatch hidden-mark" aria-hidden="true" />
        {words.hiddenWhy}
      </li>
      <li>
        <span class="swatch missing-mark" aria-hidden="true" />
        {words.missingWhy}
      </li>
    </ul>
  );
}

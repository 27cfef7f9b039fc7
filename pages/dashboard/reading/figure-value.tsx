import type { JSX } from 'preact';
import type { Figure } from './figure.js';
import { usePage } from './page.js';

interface Props {
  readonly figure: Figure | undefined;
  readonly form?: 'count' | 'share';
}

/** The class by which a figure is drawn: nothing published is dotted, no data is hatched, a number is neither. */
export function markOf(figure: Figure | undefined): string {
  switch (figure?.kind) {
    case 'hidden':
      return 'hidden-mark';
    case 'missing':
      return 'missing-mark';
    case 'known':
      return figure.value === 0 ? 'zero-mark' : 'known-mark';
    case undefined:
      return 'none-mark';
  }
}

/** A figure in a text or a card, under its mark. */
export function FigureValue({ figure, form = 'count' }: Props): JSX.Element {
  const { voice } = usePage();
  return <span class={`figure ${markOf(figure)}`}>{voice.figure(figure, form)}</span>;
}

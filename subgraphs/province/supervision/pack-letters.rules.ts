import type { ToldCard } from './told-cards.rules.js';

/** Whether these cards together are short enough for one letter. */
export type Fits = (cards: readonly ToldCard[]) => boolean;

/** A card as a letter can bear it, however much was said about it: what was said first was told before, and is left out. */
export function cutToLetter(card: ToldCard, fits: Fits): ToldCard {
  const { owned } = card;
  if (owned === null) return card;
  const cut = (count: number): ToldCard => {
    const steps = owned.steps.map((step, index) => (index < count ? { ...step, said: null } : step));
    return { ...card, owned: { ...owned, steps } };
  };
  for (let count = 0; count < owned.steps.length; count += 1) if (fits([cut(count)])) return cut(count);
  return cut(owned.steps.length);
}

/** Puts cards into as few letters as their order allows. */
export function packLetters(cards: readonly ToldCard[], fits: Fits): readonly (readonly ToldCard[])[] {
  const letters: ToldCard[][] = [];
  for (const card of cards) {
    const last = letters.at(-1);
    if (last !== undefined && fits([...last, card])) last.push(card);
    else letters.push([card]);
  }
  return letters;
}

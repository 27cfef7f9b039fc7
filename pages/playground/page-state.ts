import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AskGraph, TokenHolder } from '../shared/ask-graph.js';
import type { ColorScheme, Scheme } from '../shared/color-scheme.js';
import type { Language, LanguageChoice } from '../shared/language.js';
import type { Answers } from './answers.js';
import type { CapturedAnswer } from './export-notes.js';
import type { FollowGraph } from './follow-graph.js';
import { type OwnTexts, ownTexts } from './i18n/own-texts.js';
import type { Session } from './session/session.js';

/** Everything that the parts of the page share. */
export interface PageState {
  readonly language: LanguageChoice;
  readonly scheme: ColorScheme;
  readonly holder: TokenHolder;
  readonly ask: AskGraph;
  readonly follow: FollowGraph;
  readonly session: Session;
  readonly answers: Answers;
}

const Context = createContext<PageState | undefined>(undefined);

/** Gives the state to everything inside. */
export const PageStateProvider = Context.Provider;

/** The state of the page. */
export function usePageState(): PageState {
  const state = useContext(Context);
  if (state === undefined) throw new Error('This stands outside of the page.');
  return state;
}

/** The language of the page, and its texts in it. */
export function useTexts(): { readonly language: Language; readonly texts: OwnTexts } {
  const { language } = usePageState();
  const current = useSyncExternalStore(language.subscribe, language.current);
  return { language: current, texts: ownTexts[current] };
}

/** The colours that are shown. */
export function useScheme(): Scheme {
  const { scheme } = usePageState();
  return useSyncExternalStore(scheme.subscribe, scheme.current);
}

/** The answer of the tab in front. */
export function useAnswer(): CapturedAnswer | undefined {
  const { answers } = usePageState();
  return useSyncExternalStore(answers.subscribe, answers.current);
}

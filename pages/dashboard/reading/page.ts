import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AskGraph } from '../../shared/ask-graph.js';
import type { Timers } from './coalesce.js';
import type { Place } from './place.js';
import type { Voice } from './voice.js';

/** What every part of the page knows. */
export interface Page {
  readonly ask: AskGraph;
  readonly timers: Timers;
  readonly voice: Voice;
  readonly place: Place;
  /** Goes elsewhere: what is not named stays, undefined takes it away. */
  readonly go: (change: Place) => void;
}

/** Given by the application to all that is in it. */
export const PageContext = createContext<Page | undefined>(undefined);

/** The page around an element. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('This element is outside of the page.');
  return page;
}

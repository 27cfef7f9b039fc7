/** The languages of the pages. */
export type Language = 'zh' | 'en';

/** The same texts in every language: a dictionary that lacks one does not compile. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** What tells which language somebody reads. */
export interface LanguageHints {
  /** Query string of the page: `?lang=en` is what a link asks for. */
  readonly search: string;
  /** What was chosen on an earlier visit. */
  readonly stored: string | null;
  /** Languages of the browser, best first. */
  readonly preferred: readonly string[];
}

/** Where a page keeps its choice, tells others of it, and shows it. */
export interface LanguagePlace {
  readonly location: { readonly search: string };
  readonly navigator: { readonly languages: readonly string[] };
  readonly document: { readonly documentElement: { lang: string } };
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/** The language of a page, which changes when somebody chooses. `subscribe` and `current` fit `useSyncExternalStore`. */
export interface LanguageChoice {
  readonly current: () => Language;
  readonly choose: (language: Language) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const STORED = 'tongban:language';
const TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** A link decides before an earlier choice, that before the browser; who reads neither language is shown Chinese. */
export function readLanguage({ search, stored, preferred }: LanguageHints): Language {
  const asked = [new URLSearchParams(search).get('lang'), stored, ...preferred];
  for (const tag of asked) {
    const [base] = (tag ?? '').toLowerCase().split('-');
    if (base === 'zh' || base === 'en') return base;
  }
  return 'zh';
}

/** Opens the choice of a page. Screen readers learn the language by `<html lang>`. */
export function openLanguage(place: LanguagePlace): LanguageChoice {
  const listeners = new Set<() => void>();
  let language = readLanguage({
    search: place.location.search,
    stored: readStored(place.localStorage, STORED),
    preferred: place.navigator.languages,
  });
  place.document.documentElement.lang = TAGS[language];
  return {
    current: () => language,
    choose(next) {
      language = next;
      place.document.documentElement.lang = TAGS[next];
      store(place.localStorage, STORED, next);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The half of a text like `中文 · English` that somebody reads; a text that is not of two halves as it is. */
export function halfOf(text: string, language: Language): string {
  const [zh, en, ...more] = text.split(' · ');
  if (zh === undefined || en === undefined || more.length > 0) return text;
  return language === 'zh' ? zh : en;
}

/** What a page has kept, or null where the browser keeps nothing (private windows, a policy of the machine). */
export function readStored(storage: Pick<Storage, 'getItem'>, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null; // A choice that is not kept is made anew on the next visit.
  }
}

/** Keeps a choice where the browser lets pages keep anything. */
export function store(storage: Pick<Storage, 'setItem'>, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // The choice holds for this visit.
  }
}

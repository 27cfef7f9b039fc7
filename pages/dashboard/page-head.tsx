import type { JSX } from 'preact';
import type { ColorScheme, SchemeChoice } from '../shared/color-scheme.js';
import type { Language, LanguageChoice } from '../shared/language.js';
import { usePage } from './reading/page.js';
import { useChoice } from './reading/use-choice.js';

interface Props {
  readonly language: LanguageChoice;
  readonly scheme: ColorScheme;
}

const LANGUAGES: readonly (readonly [Language, string, string])[] = [
  ['zh', '中文', 'zh-CN'],
  ['en', 'English', 'en'],
];

/** Title, and what everybody may set for himself. */
export function PageHead({ language, scheme }: Props): JSX.Element {
  const { words } = usePage().voice;
  const spoken = useChoice(language);
  const colours = useChoice({ current: scheme.chosen, subscribe: scheme.subscribe });
  const choices: readonly (readonly [SchemeChoice, string])[] = [
    ['system', words.system],
    ['light', words.light],
    ['dark', words.dark],
  ];
  return (
    <header class="head">
      <a class="skip" href="#content" onClick={skip}>
        {words.skip}
      </a>
      <h1>{words.title}</h1>
      <div class="settings">
        <div role="group" aria-label={words.language} class="languages">
          {LANGUAGES.map(([code, name, tag]) => (
            <button key={code} lang={tag} aria-pressed={spoken === code} onClick={() => language.choose(code)}>
              {name}
            </button>
          ))}
        </div>
        <label>
          {words.colours}
          <select value={colours} onChange={({ currentTarget }) => scheme.choose(currentTarget.value as SchemeChoice)}>
            {choices.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <a href="playground">{words.playground}</a>
      </div>
    </header>
  );
}

// The fragment of the address says what somebody looks at, so the link moves the focus and leaves the address alone.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

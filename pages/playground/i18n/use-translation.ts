import { useEffect } from 'react';
import { useTexts } from '../page-state.js';
import { translatePage } from './translate-page.js';

/** Shows GraphiQL in the language of the page, its dialogs included, which stand outside of it. */
export function useTranslation(): void {
  const { language } = useTexts();
  useEffect(() => translatePage(document.body, language), [language]);
}

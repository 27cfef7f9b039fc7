import { expect, it } from '@jest/globals';
import { openColorScheme } from './color-scheme.js';

it('follows the system until somebody chooses, and keeps what was chosen', () => {
  const system = { matches: false, changed: (): void => {} };
  const place = placeOn(system);
  const scheme = openColorScheme(place);
  const seen = [shown(place)];

  system.matches = true;
  system.changed();
  seen.push(shown(place));
  scheme.choose('light');
  seen.push(shown(place));
  system.changed();
  seen.push(shown(place));

  expect(seen).toEqual(['light', 'dark', 'light', 'light']);
  expect([scheme.chosen(), openColorScheme(place).chosen()]).toEqual(['light', 'light']);
});

it('goes back to the system, and tells whoever listens', () => {
  const place = placeOn({ matches: true, changed: (): void => {} });
  const scheme = openColorScheme(place);
  const heard: string[] = [];
  scheme.subscribe(() => heard.push(scheme.current()));

  scheme.choose('light');
  scheme.choose('system');

  expect(heard).toEqual(['light', 'dark']);
});

const shown = (place: ReturnType<typeof placeOn>): string | undefined =>
  place.document.documentElement.dataset['scheme'];

function placeOn(system: { matches: boolean; changed: () => void }) {
  const kept = new Map<string, string>();
  return {
    matchMedia: () => ({
      get matches() {
        return system.matches;
      },
      addEventListener(_kind: 'change', listener: () => void) {
        system.changed = listener;
      },
    }),
    document: { documentElement: { dataset: {} as Record<string, string | undefined> } },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
}

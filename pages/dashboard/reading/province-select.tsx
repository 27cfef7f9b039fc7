import type { JSX } from 'preact';
import { usePage } from './page.js';
import { provinceTiles } from './province-tiles.js';

interface Props {
  readonly label: string;
  /** Text of the choice that is none. */
  readonly none: string;
  readonly value: string | undefined;
  readonly onChoose: (code: string | undefined) => void;
}

/** Chooses one of the 32 provinces. */
export function ProvinceSelect({ label, none, value, onChoose }: Props): JSX.Element {
  const { province } = usePage().voice;
  return (
    <label class="inline-field">
      {label}
      <select value={value ?? ''} onChange={({ currentTarget }) => onChoose(currentTarget.value || undefined)}>
        <option value="">{none}</option>
        {provinceTiles.map(({ code }) => (
          <option key={code} value={code}>
            {province(code)}
          </option>
        ))}
      </select>
    </label>
  );
}

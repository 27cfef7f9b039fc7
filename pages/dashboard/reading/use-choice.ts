import { useEffect, useState } from 'preact/hooks';

/** Something that changes and tells who listens. */
interface Choice<Value> {
  readonly current: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

/** The value of a choice, drawn anew when it changes. */
export function useChoice<Value>(choice: Choice<Value>): Value {
  const [value, set] = useState(choice.current);
  useEffect(() => choice.subscribe(() => set(choice.current)), [choice]);
  return value;
}

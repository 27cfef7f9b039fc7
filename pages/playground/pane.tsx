import type { ReactNode } from 'react';

/** The frame of one of our panes. What stands inside is translated by us, and by nobody else. */
export function Pane({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="own-pane" aria-label={title} data-own>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

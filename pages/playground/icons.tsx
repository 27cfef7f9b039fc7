interface IconProps {
  readonly path: string;
}

function Icon({ path }: IconProps) {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.3" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** An open book. */
export const CollectionsIcon = () => (
  <Icon path="M8 3.5C6.5 2.5 4 2.5 2 3v10c2-.5 4.5-.5 6 .5 1.500-1 4-1 6-.5V3c-2-.5-4.500-.5-6 .5v10" />
);

/** Rows and columns. */
export const TableIcon = () => <Icon path="M2 3h12v10H2zM2 6.500h12M2 10h12M6.500 3v10" />;

/** Three bars. */
export const ChartIcon = () => <Icon path="M2 14h12M3.500 14V8h2v6M7 14V3h2v11M10.500 14V6h2v8" />;

/** One that asks three. */
export const PlanIcon = () => <Icon path="M2 8h4M6 8l4-5h4M6 8h8M6 8l4 5h4" />;

/** A key. */
export const AccessIcon = () => <Icon path="M5.500 13a3 3 0 1 1 2.300-5L13.500 2.500M11 5l2 2M7.600 8.400" />;

/** One province asks another for evidence. */
export const EVIDENCE_REQUESTED = 'evidenceRequested';

/** The province that was asked says how far it is, or why it gives nothing. */
export const EVIDENCE_TOLD = 'evidenceTold';

/** The province that was asked gives it. */
export const EVIDENCE_PROVIDED = 'evidenceProvided';

/**
 * Does work for each subject in its turn, and gives what came of it. One that fails keeps no other waiting: `onFault` is
 * told of it at once.
 */
export async function eachAlone<Subject, Result>(
  subjects: readonly Subject[],
  work: (subject: Subject) => Promise<Result>,
  onFault: (fault: unknown, subject: Subject) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const subject of subjects) {
    try {
      results.push(await work(subject));
    } catch (fault) {
      onFault(fault, subject);
    }
  }
  return results;
}

/** As {@link eachAlone}; what failed is thrown as one when all have had their turn. */
export async function eachAloneOrThrow<Subject, Result>(
  subjects: readonly Subject[],
  work: (subject: Subject) => Promise<Result>,
): Promise<readonly Result[]> {
  const faults: unknown[] = [];
  const results = await eachAlone(subjects, work, (fault) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, 'Some of what was due has failed.');
  return results;
}

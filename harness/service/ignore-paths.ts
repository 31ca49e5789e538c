/**
 * Parts of an answer that may differ between the sides of a diff, as JSON paths: `$.created_at`, `$.items[*].id`,
 * `$.links.*`. A path stands for what lies below it, too. They are those of RFC 9535 without filters, slices and descents.
 */

const STEP = /\.(?:\*|[^.[\]*\s]+)|\[(?:\*|\d+)\]/y;

/**
 * Whether a place in an answer is ignored. A place is written as a path, e.g. `$.items[3].id`.
 * @throws SyntaxError for a path that duet does not understand.
 */
export function ignoring(paths: readonly string[]): (place: string) => boolean {
  const patterns = paths.map(patternOf);
  return (place) => patterns.some((pattern) => pattern.test(place));
}

function patternOf(path: string): RegExp {
  const steps = stepsOf(path).map((step) => {
    if (step === '[*]') return '\\[\\d+\\]';
    if (step === '.*') return '\\.[^.[]+';
    return step.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^\\$${steps.join('')}(?![^.[])`);
}

function stepsOf(path: string): string[] {
  const refuse = (why: string) => new SyntaxError(`"${path}" is no path: ${why}, e.g. $.created_at or $.items[*].id`);
  if (!path.startsWith('$')) throw refuse('it must begin with $');
  const steps: string[] = [];
  STEP.lastIndex = 1;
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const step = STEP.exec(path)?.[0];
    if (step === undefined) throw refuse(`"${path.slice(at)}" is neither .name, .*, [0] nor [*]`);
    steps.push(step);
  }
  if (steps.length === 0) throw refuse('it stands for the whole answer, and nothing would be compared');
  return steps;
}

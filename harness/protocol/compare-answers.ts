/** Value-by-value comparison of two answers. Pure. */

export interface Difference {
  /** JSON path, e.g. $.orders[2].amount_cents. */
  path: string;
  left: unknown;
  right: unknown;
}

/** What does not count: members by their names, or places by their paths. */
type Ignored = ReadonlySet<string> | ((place: string) => boolean);

/** The first difference in the order of the left answer, or undefined. */
export function firstDifference(
  left: unknown,
  right: unknown,
  ignored: Ignored = new Set(),
  path = '$',
): Difference | undefined {
  if (Object.is(left, right) || (typeof ignored === 'function' && ignored(path))) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return { path: `${path}.length`, left: left.length, right: right.length };
    for (const [index, item] of left.entries()) {
      const difference = firstDifference(item, right[index], ignored, `${path}[${index}]`);
      if (difference) return difference;
    }
    return undefined;
  }
  if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (typeof ignored !== 'function' && ignored.has(key)) continue;
      const difference = firstDifference(left[key], right[key], ignored, `${path}.${key}`);
      if (difference) return difference;
    }
    return undefined;
  }
  return { path, left, right };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON that may be none: an answer, a line of a file, what somebody typed. */

/** Undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is no JSON stands for itself. */
export function jsonOrText(text: string): unknown {
  const json = parsedJson(text);
  return json === undefined ? text : json;
}

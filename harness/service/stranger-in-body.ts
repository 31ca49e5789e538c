/**
 * Placeholders that there are not, in the body of a request: `{"id": "{uid}"}` would be sent as it stands, the same every time.
 *
 * JSON has braces of its own, and so have texts in it. Outside of texts a bare name never follows a brace in JSON, so that any
 * `{name}` is a stranger there. In a text `{name}` is one as well, for that is how a placeholder looks, but not:
 *
 * - `{ name }`, `${name}`, `{{name}}` and `#{name}`, which are no placeholders but those of somebody else;
 * - GraphQL, whose selections look the same: `query { user{name} }`. In it a value that is a name in braces alone, after a
 *   colon or a quote, is a stranger, for there GraphQL has none.
 *
 * Whoever means a text of that kind writes its brace as `\u007b`, which JSON reads as one and duet does not.
 */
export interface Stranger {
  /** With its braces. */
  readonly text: string;
  /** Whether JSON would take it, as a part of a text. */
  readonly inText: boolean;
}

const NAME = '[A-Za-z]\\w*';
const OUTSIDE = new RegExp(`\\{${NAME}(?::[^{}"\\s]*)?\\}`);
const IN_TEXT = new RegExp(`(?<![$#{])\\{${NAME}(?::[^{}"\\s]*)?\\}(?!\\})`);
const IN_GRAPHQL = new RegExp(`(?<=[:"]\\s*)\\{${NAME}\\}`);

/** A text with its quotes, and the colon that makes it the name of a member. */
const TEXT = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
/** The white space of a text as JSON writes it, and comments of GraphQL. */
const BLANK = '(?:\\s|\\\\[nrt]|#(?:(?!\\\\n).)*\\\\n)*';
/** An operation, or a selection with another one in it. */
const GRAPHQL = new RegExp(`^${BLANK}(?:(?:query|mutation|subscription|fragment)\\b[^{]*\\{|\\{[^}]*\\{)`);
/** A selection of one field, which GraphQL over HTTP has in the member "query" (section 5.1). */
const SHORT_QUERY = new RegExp(`^${BLANK}\\{[^{}]*\\}${BLANK}$`);

/**
 * The first of them; undefined where there is none.
 * @param body without the placeholders that there are.
 */
export function strangerInBody(body: string): Stranger | undefined {
  const [outside] = OUTSIDE.exec(body.replace(TEXT, '""$2')) ?? [];
  if (outside !== undefined) return { text: outside, inText: false };
  let member = '';
  for (const [, text = '', colon] of body.matchAll(TEXT)) {
    const isGraphql = GRAPHQL.test(text) || (member === 'query' && SHORT_QUERY.test(text));
    const [found] = (isGraphql ? IN_GRAPHQL : IN_TEXT).exec(text) ?? [];
    if (found !== undefined) return { text: found, inText: true };
    member = colon === undefined ? '' : text;
  }
  return undefined;
}

/** JSON whose texts have no placeholder, whatever stands in them: a request that somebody has sent, as a line of duet's. */
export const withoutPlaceholders = (json: string): string =>
  json.replace(TEXT, (text) => text.replaceAll(/\{(?=[A-Za-z])/g, '\\u007b'));

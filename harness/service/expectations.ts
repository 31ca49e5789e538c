/**
 * What an answer must match beside a status from 200 to 299, for services that report errors with such a status: GraphQL,
 * JSON-RPC, envelopes such as {"ok": false}. `EXPECTATIONS` has the forms.
 *
 * Every answer is judged, so a body that is the same as the one before is not looked at again, and one that only must contain
 * a text is not parsed.
 */
import { isDeepStrictEqual } from 'node:util';
import type { HttpAnswer } from '../load/client.ts';
import { jsonOrText, parsedJson } from '../parsed-json.ts';

/** The forms of a rule, and what each demands. */
export const EXPECTATIONS = {
  'contains:<text>': 'the body contains the text',
  'json:<path>': 'the body is JSON, and what stands at the path is not null',
  'json:<path>=': 'nothing stands at the path, or null',
  'json:<path>=<value>': 'this value stands there: JSON, or else a text',
};

/** In words, for messages. */
export const EXPECTATION_EXAMPLE = 'e.g. json:data.user.id, json:errors=, json:ok=true or contains:"data"';

/** A body, parsed once for all rules, and only where one asks for it. */
interface Body {
  readonly bytes: Buffer;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
}

type Rule = (body: Body) => boolean;

/**
 * Understands one rule.
 * @throws SyntaxError that says what is wrong with it.
 */
export function readExpectation(text: string): Rule {
  const [, kind, rest] = text.match(/^(contains|json):(.*)$/s) ?? [];
  if (kind === undefined || rest === undefined) {
    throw new SyntaxError(`It must begin with contains: or json:, ${EXPECTATION_EXAMPLE}.`);
  }
  if (rest === '') throw new SyntaxError(`Something must follow ${kind}:, ${EXPECTATION_EXAMPLE}.`);
  return kind === 'contains' ? contains(rest) : atPath(rest);
}

function contains(text: string): Rule {
  const part = Buffer.from(text);
  return ({ bytes }) => bytes.includes(part);
}

function atPath(rest: string): Rule {
  const [, path = '', wanted] = rest.match(/^([^=]*)(?:=(.*))?$/s) ?? [];
  const names = path.split('.');
  if (names.includes('')) {
    throw new SyntaxError(
      'A path is names with a dot between them, and elements of lists by their numbers from 0: data.users.0.id.',
    );
  }
  if (wanted === undefined) return ({ json }) => valueAt(json, names) !== null;
  const value = wanted === '' ? null : jsonOrText(wanted);
  return ({ json }) => json !== undefined && isDeepStrictEqual(valueAt(json, names), value);
}

/** Null where there is nothing. */
export function valueAt(json: unknown, names: readonly string[]): unknown {
  let value = json;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value ?? null;
}

/** Judges an answer: the first rule that its body does not keep to, as it was typed; undefined where it keeps to all. */
export function expectBodies(
  rules: readonly string[],
): (answer: Pick<HttpAnswer, 'bytes' | 'text'>) => string | undefined {
  const all = rules.map((text) => ({ text, holds: readExpectation(text) }));
  let last: { bytes: Buffer; broken: string | undefined } | undefined;
  return (answer) => {
    const { bytes } = answer;
    if (last?.bytes.equals(bytes)) return last.broken;
    let json: { value: unknown } | undefined;
    const body: Body = {
      bytes,
      get json() {
        json ??= { value: parsedJson(answer.text) };
        return json.value;
      },
    };
    const broken = all.find(({ holds }) => !holds(body))?.text;
    last = { bytes, broken };
    return broken;
  };
}

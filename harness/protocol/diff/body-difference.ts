/** The first difference between the answers of the two sides to one request. Pure. */
import type { HttpAnswer } from '../../load/client.ts';
import { parsedJson } from '../../parsed-json.ts';
import { ignoring } from '../../service/ignore-paths.ts';
import { firstDifference } from '../compare-answers.ts';

export interface AnswersDiffer {
  path: string;
  base: string;
  head: string;
}

/** Longer values are cut: the path says where to look. */
const SHOWN_CHARACTERS = 200;
/** What is shown of a text before the first character that differs. */
const BEFORE = 20;
/** How many bytes are shown of what is no text. */
const SHOWN_BYTES = 8;
/** Bytes that are no UTF-8, and control characters but tabs and ends of lines. */
const NOT_IN_A_TEXT = /\uFFFD|(?![\t\n\r])\p{Cc}/u;

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'bytes'>;

/** @param ignore JSON paths of what may differ. */
export function bodyDifference(base: Answer, head: Answer, ignore: readonly string[]): AnswersDiffer | undefined {
  if (base.status !== head.status) return { path: 'status', base: `${base.status}`, head: `${head.status}` };
  if (base.bytes.equals(head.bytes)) return undefined;
  const [left, right] = [parsedJson(base.text), parsedJson(head.text)];
  if (left === undefined || right === undefined) {
    const isBinary = [base, head].some(({ text }) => NOT_IN_A_TEXT.test(text));
    return isBinary ? bytesDifference(base.bytes, head.bytes) : textDifference(base.text, head.text);
  }
  const difference = firstDifference(left, right, ignoring(ignore));
  return difference && { path: difference.path, base: shown(difference.left), head: shown(difference.right) };
}

function textDifference(base: string, head: string): AnswersDiffer {
  let at = 0;
  while (at < base.length && base[at] === head[at]) at++;
  const around = (text: string) =>
    cut(`${text.length} characters, here ${JSON.stringify(text.slice(Math.max(0, at - BEFORE)))}`);
  return { path: 'body', base: around(base), head: around(head) };
}

function bytesDifference(base: Buffer, head: Buffer): AnswersDiffer {
  const at = base.findIndex((byte, index) => byte !== head[index]);
  const from = at === -1 ? base.length : at;
  const around = (bytes: Buffer) => {
    const here = bytes
      .subarray(from, from + SHOWN_BYTES)
      .toString('hex')
      .replace(/..(?=.)/g, '$& ');
    return `${bytes.length} bytes, at ${from} ${here === '' ? 'nothing' : here}`;
  };
  return { path: 'body', base: around(base), head: around(head) };
}

const shown = (value: unknown): string => cut(JSON.stringify(value) ?? 'nothing');

const cut = (text: string): string => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);

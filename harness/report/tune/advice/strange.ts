/** Answers that count as served, and are of another kind than those of the idle service. */
import type { BodyForm, KindDifference, StrangeAnswers } from '../../../results/schema.ts';
import { listed } from '../../kit/format.ts';

const FORMS: Record<BodyForm, string> = {
  object: 'a JSON object',
  array: 'a JSON list',
  value: 'a JSON value',
  markup: 'markup',
  text: 'plain text',
  empty: 'empty',
};

/** "96 of 200 answers that were looked at have errors …", with an example. */
export function strangeText({ looked_at, strange, difference, answer_example }: StrangeAnswers): string {
  return `${strange} of ${looked_at} answers that were looked at ${differenceText(difference)}, for example: ${answer_example}`;
}

function differenceText(difference: KindDifference): string {
  switch (difference.code) {
    case 'form':
      return `are ${FORMS[difference.form]}, where the idle service answers with ${listed(difference.idle.map((form) => FORMS[form]))}`;
    case 'names':
      return namesText(difference);
    case 'length':
      return `have another length (${difference.bytes} bytes), where the idle service answers with ${difference.least_bytes} to ${difference.most_bytes}`;
  }
}

function namesText({ added, missing }: Extract<KindDifference, { code: 'names' }>): string {
  if (added.length === 0) return `lack ${quoted(missing)}, which the idle service always answers with`;
  const more = `have ${quoted(added)}, which the idle service never answers with`;
  return missing.length === 0 ? more : `${more}, and lack ${quoted(missing)}`;
}

const quoted = (names: readonly string[]) => listed(names.map((name) => `"${name}"`));

/** The rule of --expect that such answers break; undefined where nothing can be named. */
export function ruleAgainst(difference: KindDifference): string | undefined {
  if (difference.code !== 'names') return undefined;
  const plain = (name: string) => /^[\w$-]+$/.test(name);
  const added = difference.added.find(plain);
  if (added !== undefined) return `json:${added}=`;
  const missing = difference.missing.find(plain);
  return missing === undefined ? undefined : `json:${missing}`;
}

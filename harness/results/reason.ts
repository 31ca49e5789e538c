/** How reasons are stored: a code with the values that it rests on. Their sentences are made in report/. */
import { type Static, type TProperties, Type } from 'typebox';

export function reason<Code extends string, Values extends TProperties>(
  code: Code,
  description: string,
  values: Values,
) {
  return Type.Object({ code: Type.Literal(code), ...values }, { description });
}

/** What an older file says in words, where nothing can judge it anew. It is shown as it stands. */
export const StoredText = reason('stored', 'A sentence of an older file, which had no codes.', { text: Type.String() });

export type StoredText = Static<typeof StoredText>;

export const storedText = (text: string): StoredText => ({ code: 'stored', text });

/** junit.xml as others see it: a validator of XML Schema (libxml2), and a reader that CI tools use (junitparser). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');
const root = new URL('../../../', import.meta.url);

/** What is wrong with each document by junit.xsd; nothing when it is valid. */
export async function junitProblems<Name extends string>(
  documents: Record<Name, string>,
): Promise<Record<Name, string[]>> {
  const names = Object.keys(documents) as Name[];
  const files = names.map((name) => ({ fileName: `${name}.xml`, contents: documents[name] }));
  const { errors } = await validateXML({ xml: files, schema: { fileName: 'junit.xsd', contents: schema } });
  const problems = names.map((name) => [
    name,
    errors.filter(({ loc }) => loc?.fileName === `${name}.xml`).map(({ message }) => message),
  ]);
  return Object.fromEntries(problems) as Record<Name, string[]>;
}

type Totals = Record<'tests' | 'failures' | 'errors' | 'skipped', number>;

export interface ReadJunit {
  /** As the attributes of the suites say. */
  declared: Totals;
  /** As the reader counts the cases. */
  counted: Totals;
  cases: {
    classname: string;
    name: string;
    seconds: number;
    results: ('failure' | 'error' | 'skipped')[];
    messages: string[];
    output: string | null;
  }[];
}

/** One process reads them all, for starting Python takes longer than reading. Throws when it refuses a document. */
export function readJunit<Name extends string>(documents: Record<Name, string>): Record<Name, ReadJunit> {
  const answer = execFileSync('python/.venv/bin/python', ['harness/tests/readers/junit_reader.py'], {
    cwd: root,
    input: JSON.stringify(documents),
    encoding: 'utf8',
  });
  const read = JSON.parse(answer) as Record<Name, ReadJunit | { refused: string }>;
  for (const [name, one] of Object.entries<ReadJunit | { refused: string }>(read)) {
    if ('refused' in one) throw new Error(`${name} is refused: ${one.refused}`);
  }
  return read as Record<Name, ReadJunit>;
}

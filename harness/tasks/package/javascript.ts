/**
 * What the compiler leaves to do. It rewrites the modules that are imported from .ts to .js, but neither the files that are
 * started by their address, `new URL('./proxy.ts', import.meta.url)`, nor the modules that a declaration file imports.
 */
import { parseSync, Visitor } from 'oxc-parser';

interface Text {
  type: string;
  value?: unknown;
  quasis?: { value: { raw: string } }[];
  end: number;
}

/**
 * Names the files that are started by their address as they are called in the package.
 * @throws Error for another file of the harness that is named by a relative path: nobody knows what it is for.
 */
export function nameCompiledFiles(file: string, text: string): string {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const ends: number[] = [];
  const relative: number[] = [];
  const note = (node: Text) => {
    if (isRelative(node)) relative.push(node.end);
  };
  new Visitor({
    NewExpression({ callee, arguments: [address, from] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || address === undefined || from === undefined) return;
      if (isRelative(address as Text) && text.slice(from.start, from.end) === 'import.meta.url') ends.push(address.end);
    },
    Literal: note,
    TemplateLiteral: note,
  }).visit(program);
  const left = relative.find((end) => !ends.includes(end));
  if (left !== undefined) {
    const line = text.slice(0, left).split('\n').length;
    throw new Error(`${file}:${line} names a .ts file: write new URL('./NAME.ts', import.meta.url), as all others do`);
  }
  // Behind the extension there is a quotation mark.
  return ends.reduce((changed, end) => `${changed.slice(0, end - 4)}.js${changed.slice(end - 1)}`, text);
}

function isRelative({ type, value, quasis }: Text): boolean {
  if (type === 'Literal') return typeof value === 'string' && /^\.{1,2}\/.*\.ts$/.test(value);
  if (type !== 'TemplateLiteral' || quasis === undefined) return false;
  return /^\.{1,2}\//.test(quasis[0]?.value.raw ?? '') && (quasis.at(-1)?.value.raw ?? '').endsWith('.ts');
}

/** The modules that a declaration file imports, as they are called in the package. */
export const nameDeclaredModules = (text: string): string =>
  text.replaceAll(/(\bfrom |\bimport\(|\bimport )(["'])(\.{1,2}\/[^"']*)\.ts\2/g, '$1$2$3.js$2');

/** The declaration files that one imports, from the folder of the package. */
export function declarationsIn(text: string): string[] {
  return [...text.matchAll(/["'](\.{1,2}\/[^"']*)\.js["']/g)].map(([, module]) => `${module}.d.ts`);
}

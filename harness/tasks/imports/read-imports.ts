/** Which file imports which, read from the syntax tree. Packages are left out. */
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

export interface Source {
  /** From the top of the repository, e.g. `harness/cli.ts`. */
  file: string;
  text: string;
}

export interface Import {
  from: string;
  to: string;
}

/** Every form: `import`, `export … from`, `import()`, and the types of `import('…')`. */
export function readImports(sources: readonly Source[]): Import[] {
  return sources.flatMap(({ file, text }) =>
    modulesIn(file, text)
      .filter((module) => module.startsWith('.'))
      .map((module) => ({ from: file, to: path.posix.join(path.posix.dirname(file), module) })),
  );
}

/** The modules that are imported, packages among them. @throws when the text is no TypeScript. */
export function modulesIn(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const modules: string[] = [];
  const take = ({ source }: { source: { type: string; value?: unknown } | null }) => {
    if (typeof source?.value === 'string') modules.push(source.value);
  };
  new Visitor({
    ImportDeclaration: take,
    ExportNamedDeclaration: take,
    ExportAllDeclaration: take,
    ImportExpression: take,
    TSImportType: take,
  }).visit(program);
  return modules;
}

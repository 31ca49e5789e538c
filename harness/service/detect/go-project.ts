/** A Go project: go.mod, and the package main that is the service. */
import type { Folder } from './folder.ts';
import type { Found } from './found.ts';
import { databaseVariables, portVariable, variablesOf } from './variables.ts';

const DRIVERS = ['github.com/jackc/pgx', 'github.com/lib/pq'];

export function findGoProject(folder: Folder): Found | undefined {
  const mod = folder.read('go.mod');
  if (mod === undefined) return undefined;
  const variables = variablesOf(folder);
  const driver = DRIVERS.find((name) => mod.includes(name));
  const ofDatabase = driver === undefined ? {} : databaseVariables(variables);
  const flag = portFlag(folder);
  const env = flag === undefined ? { [portVariable(variables) ?? 'PORT']: '{port}', ...ofDatabase } : ofDatabase;
  const starts = mainPackages(folder).map((where) => ({
    text: flag === undefined ? './duet-service' : `./duet-service -${flag} {port}`,
    from: where === '.' ? 'main.go' : where,
    env,
    build: { text: `go build -o duet-service ${where === '.' ? '.' : `./${where}`}`, from: 'go.mod' },
  }));
  return { starts, ...(driver === undefined ? {} : { database: `go.mod: ${driver}` }) };
}

/** The flag that takes the port as a number, as the standard library defines it. */
function portFlag(folder: Folder): string | undefined {
  const texts = folder.files('.go').map((file) => folder.read(file) ?? '');
  return texts
    .map((text) => /flag\.(?:Int|String|IntVar|StringVar)\((?:&\w+, *)?"(port|p)"/.exec(text)?.[1])
    .find(Boolean);
}

/** Folders whose package can be started, those that listen first. */
function mainPackages(folder: Folder): string[] {
  const mains = folder
    .files('.go')
    .filter((file) => !file.endsWith('_test.go'))
    .map((file) => ({ file, text: folder.read(file) ?? '' }))
    .filter(({ text }) => /^package main$/m.test(text));
  const listens = ({ text }: { text: string }) => (/ListenAndServe|\.Listen\(|\.Run\(/.test(text) ? 0 : 1);
  const folders = mains.toSorted((one, other) => listens(one) - listens(other)).map(({ file }) => folderOf(file));
  return [...new Set(folders)];
}

const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.');

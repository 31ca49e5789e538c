/** Every command with its options and its help, as commander knows them. */
import { Command } from 'commander';
import { isPackage, requireOwnServices } from './install.ts';
import { hideSecrets } from './secrets.ts';
import { version } from './version.ts';

/**
 * What adds each command, in the order of the help, loaded when it is wanted. It brings the options and the words; the action
 * loads what carries the command out, which is much of the harness.
 */
const ADDING: Record<string, () => Promise<(program: Command) => void>> = {
  compare: async () => (await import('./commands/compare.ts')).addCompare,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  init: async () => (await import('./commands/init.ts')).addInit,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  ab: async () => (await import('./commands/ab.ts')).addAb,
  merge: async () => (await import('./commands/merge.ts')).addMerge,
  tune: async () => (await import('./commands/tune.ts')).addTune,
  baseline: async () => (await import('./commands/baseline.ts')).addBaseline,
  history: async () => (await import('./commands/history.ts')).addHistory,
  export: async () => (await import('./commands/export.ts')).addExport,
  import: async () => (await import('./commands/import.ts')).addImport,
  report: async () => (await import('./commands/report.ts')).addReport,
  libraries: async () => (await import('./commands/libraries.ts')).addLibraries,
  traps: async () => (await import('./commands/traps.ts')).addTraps,
  list: async () => (await import('./commands/list.ts')).addList,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
};

/** What measures duet's own services, or looks at what was measured there. */
const OF_OWN_SERVICES: readonly string[] = [
  'compare',
  'verify',
  'serve',
  'baseline',
  'history',
  'libraries',
  'traps',
  'list',
];

/**
 * Wrong usage and a printed help are thrown as a CommanderError.
 * @param wanted the one command to add; all of them where that is not its name.
 */
export async function makeCommandTree(wanted = '', inPackage = isPackage): Promise<Command> {
  const program = new Command('duet')
    .description(
      inPackage
        ? 'Measures a service of yours: how many connections its pool needs, and what a change does to it'
        : 'Five backend optimizations, measured side by side in Node and Python on this machine',
    )
    .version(version)
    .option('--debug', 'show stack traces')
    .showSuggestionAfterError()
    .showHelpAfterError('(duet --help lists the commands, duet <command> --help its options)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(hideSecrets(text)) })
    .exitOverride();
  const names = Object.hasOwn(ADDING, wanted) ? [wanted] : Object.keys(ADDING);
  for (const name of names) {
    if (inPackage && OF_OWN_SERVICES.includes(name)) addRefused(program, name);
    else (await ADDING[name]?.())?.(program);
  }
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}

/** Known by its name, so that it is refused with what to do, whatever its options. The help does not list it. */
function addRefused(program: Command, name: string): void {
  program
    .command(name, { hidden: true })
    .description('measures the services of duet, or reads what was measured there: not in this package')
    .allowUnknownOption()
    .argument('[anything...]')
    .action(() => requireOwnServices(`duet ${name}`, true));
}

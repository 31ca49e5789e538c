import path from 'node:path';
import { Argument, type Command } from 'commander';
import { refused } from '../errors.ts';
import { abortOnSignals } from '../interrupt.ts';
import { openLab } from '../lab/lab.ts';
import { openWorkplace } from '../lab/workplace.ts';
import { openProgress } from '../progress.ts';
import { versionsLine } from '../report/traps/figures.ts';
import { renderTrapMarkdown } from '../report/traps/markdown.ts';
import { renderTrapText } from '../report/traps/terminal.ts';
import { STACKS, type StackName } from '../results/names.ts';
import type { TrapFinding, TrapsResults } from '../results/traps.ts';
import { behaviours } from '../tune/traps/behaviours.ts';
import { failures } from '../tune/traps/failures.ts';
import { MAX_CONNECTIONS, openTrapRunner, readVersions } from '../tune/traps/run-traps.ts';
import type { Trap } from '../tune/traps/trap.ts';
import { chosenFrom } from './options.ts';
import { newRunId } from './session.ts';
import { terminal } from './terminal.ts';
import { version } from './version.ts';

interface TrapsOptions {
  only: string[];
  stack: StackName[];
  list?: boolean;
  markdown?: boolean;
  json?: boolean;
}

const ALL: readonly Trap[] = [...failures, ...behaviours];

export function addTraps(program: Command): void {
  program
    .command('traps')
    .description('run what goes wrong with connection pools, and how they behave, and show it as figures')
    .addArgument(new Argument('<pattern>', 'of which there are demonstrations').choices(['pooling']))
    .addOption(
      chosenFrom(
        '--only <names>',
        ALL.map(({ name }) => name),
        'demonstration',
        'all',
      ),
    )
    .addOption(chosenFrom('--stack <names>', STACKS, 'stack', 'both'))
    .option('--list', 'name the demonstrations, and run none')
    .option('--markdown', 'as Markdown, with the code that was run')
    .option('--json', 'as JSON, with the code that was run')
    .addHelpText(
      'after',
      `
Examples:
  duet traps pooling --list
  duet traps pooling --only engine-per-request,too-many-clients
  duet traps pooling --stack python --markdown

They fail by design, so the exit code is 0 when they could be run. harness/tune/POOLS.md says what follows from them.`,
    )
    .action(async (_pattern: string, { only, stack, list, markdown, json }: TrapsOptions) => {
      const chosen = ALL.filter(({ name, stacks }) => only.includes(name) && stacks.some((one) => stack.includes(one)));
      if (list) {
        for (const { name, title, stacks } of chosen) console.log(`${name.padEnd(20)} ${title} (${stacks.join(', ')})`);
        return;
      }
      if (chosen.length === 0) {
        throw refused(`${only.join(', ')} cannot be shown in ${stack.join(', ')}`, 'leave --stack out');
      }
      const asText = (finding: TrapFinding) => renderTrapText(finding, terminal().width);
      const results = await runAll(chosen, stack, json ? undefined : markdown ? renderTrapMarkdown : asText);
      if (json) console.log(JSON.stringify(results, null, 2));
    });
}

/** @param render how to print each finding as soon as there is one. */
async function runAll(
  chosen: readonly Trap[],
  stacks: StackName[],
  render: ((finding: TrapFinding) => string) | undefined,
): Promise<TrapsResults> {
  const signal = abortOnSignals();
  const progress = openProgress();
  await using workplace = openWorkplace(newRunId('traps'));
  const options = { workplace, stacks, signal };
  const libraries = await readVersions(options);
  progress.step('starting PostgreSQL, the upstream stub and the proxy');
  const { dir } = workplace;
  await using lab = await openLab({
    workplace,
    logDir: path.join(dir, 'logs'),
    filesDir: dir,
    maxConnections: MAX_CONNECTIONS,
  });
  const run = await openTrapRunner(lab, options);
  const versions = { ...libraries, PostgreSQL: lab.database.version };
  const print = (text: string) => {
    progress.clear();
    console.log(text);
  };
  if (render) print(`${versionsLine({ versions })}\n`);
  const traps: TrapFinding[] = [];
  for (const [index, trap] of chosen.entries()) {
    progress.step(`${trap.name} (${index + 1} of ${chosen.length})`);
    const finding = await run(trap);
    traps.push(finding);
    if (render) print(render(finding));
  }
  progress.end();
  return { schema: 'duet-traps', duet_version: version, versions, traps };
}

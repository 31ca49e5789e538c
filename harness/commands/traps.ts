import { Argument, type Command } from 'commander';
import { refused } from '../errors.ts';
import { optionOf } from '../options/declared.ts';
import { chosenFrom, STACK_OPTIONS } from '../options/selection.ts';
import type { StackName } from '../results/names.ts';
import type { TrapFinding } from '../results/traps.ts';
import { behaviours } from '../traps/behaviours.ts';
import { failures } from '../traps/failures.ts';
import type { Trap } from '../traps/trap.ts';

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
    .description('demonstrate in numbers what goes wrong with connection pools, and how they behave')
    .addArgument(new Argument('<pattern>', 'the pattern to demonstrate').choices(['pooling']))
    .addOption(
      optionOf(
        chosenFrom(
          '--only <names>',
          ALL.map(({ name }) => name),
          'demonstration',
          'all',
        ),
      ),
    )
    .addOption(optionOf(STACK_OPTIONS.stack))
    .option('--list', 'list the demonstrations without running them')
    .option('--markdown', 'as Markdown, with the code that was run')
    .option('--json', 'as JSON, with the code that was run')
    .addHelpText(
      'after',
      `
Examples:
  duet traps pooling --list
  duet traps pooling --only engine-per-request,too-many-clients
  duet traps pooling --stack python --markdown

They fail by design, so the exit code is 0 when they could be run. harness/docs/pools.md says what follows from them.`,
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
      const { renderTrapMarkdown } = await import('../report/traps/markdown.ts');
      const { renderTrapText } = await import('../report/traps/terminal.ts');
      const { terminal } = await import('../runs/terminal.ts');
      const { runTraps } = await import('../runs/traps.ts');
      const asText = (finding: TrapFinding) => renderTrapText(finding, terminal().width);
      const results = await runTraps(chosen, stack, json ? undefined : markdown ? renderTrapMarkdown : asText);
      if (json) console.log(JSON.stringify(results, null, 2));
    });
}

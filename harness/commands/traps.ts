import type { Command } from 'commander';
import { refused } from '../errors.ts';
import { addDeclared } from '../options/declared.ts';
import { TRAPS_OPTIONS, type TrapsOptions } from '../options/traps.ts';
import type { TrapsPrinter } from '../report/traps/printer.ts';
import { ALL_TRAPS } from '../traps/index.ts';
import type { Trap } from '../traps/trap.ts';

export function addTraps(program: Command): void {
  const command = program
    .command('traps')
    .description('demonstrate in numbers what goes wrong with the five patterns, and what to do instead');
  addDeclared(command, TRAPS_OPTIONS)
    .addHelpText(
      'after',
      `
Examples:
  duet traps --list
  duet traps --pattern batching,streaming
  duet traps --only engine-per-request,too-many-clients
  duet traps --stack python --markdown
  duet traps --html > traps.html

They fail by design, so the exit code is 0 when they could be run. harness/docs/traps.md and harness/docs/pools.md say
what follows from them.`,
    )
    .action(demonstrate);
}

async function demonstrate(options: TrapsOptions): Promise<void> {
  const chosen = choose(options);
  if (options.list) {
    const { renderTrapList } = await import('../report/traps/list.ts');
    console.log(renderTrapList(chosen));
    return;
  }
  const { runTraps } = await import('../runs/traps.ts');
  if (options.html || options.json) {
    const results = await runTraps(chosen, options.stack);
    const asPage = async () => (await import('../report/traps/html.ts')).renderTrapsHtml(results);
    console.log(options.html ? await asPage() : JSON.stringify(results, null, 2));
    return;
  }
  const printer = await printerFor(options);
  await runTraps(chosen, options.stack, printer);
}

/** What prints each finding as soon as there is one. */
async function printerFor({ markdown }: TrapsOptions): Promise<TrapsPrinter> {
  if (markdown) return (await import('../report/traps/markdown.ts')).trapsMarkdown;
  const { terminal } = await import('../runs/terminal.ts');
  return (await import('../report/traps/terminal.ts')).trapsText(terminal().width);
}

/** @throws DuetError (exit 2) when nothing is left. */
function choose({ pattern, only, stack }: TrapsOptions): Trap[] {
  const named = ALL_TRAPS.filter((trap) => only.includes(trap.name));
  const ofPattern = named.filter((trap) => pattern.includes(trap.pattern));
  if (ofPattern.length === 0) {
    throw refused(`${only.join(', ')} belongs to none of ${pattern.join(', ')}`, 'leave --pattern out');
  }
  const chosen = ofPattern.filter(({ stacks }) => stacks.some((one) => stack.includes(one)));
  if (chosen.length === 0) {
    const names = ofPattern.map(({ name }) => name).join(', ');
    throw refused(`${names} cannot be shown in ${stack.join(', ')}`, 'leave --stack out');
  }
  return chosen;
}

/** harness/docs/commands.md: every command with its arguments and options, from the tree that the program parses with. */
import type { Argument, Command, Option } from 'commander';
import { makeCommandTree } from '../../command-tree.ts';

const HEAD = `# Commands and options

This page is written by \`make docs\` from the command line that the program parses. \`--help\` prints the same with examples. \`duet\` stands for \`node_modules/.bin/node harness/cli.ts\`; most commands are also targets of \`make\`, which take their options as \`ARGS="…"\`.`;

export async function renderCommandsPage(): Promise<string> {
  const commands = all(await makeCommandTree())
    .slice(1)
    .filter(isCarriedOut);
  return `${[HEAD, ...commands.map(renderCommand)].join('\n\n')}\n`;
}

/** Not one that only groups others. */
const isCarriedOut = ({ commands, registeredArguments }: Command) =>
  commands.length === 0 || registeredArguments.length > 0;

function renderCommand(command: Command): string {
  const shown = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help');
  const rows = [...command.registeredArguments.map(argumentRow), ...shown.map(optionRow)];
  const table = ['| argument or option | meaning | default |', '| --- | --- | --- |', ...rows].join('\n');
  return [`## ${nameOf(command)}`, sentence(command.description()), ...(rows.length > 0 ? [table] : [])].join('\n\n');
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function argumentRow(argument: Argument): string {
  const { description, defaultValue, argChoices, required } = argument;
  const name = required ? `<${argument.name()}>` : `[${argument.name()}]`;
  return row(name, withChoices(description, argChoices), defaultValue);
}

function optionRow({ flags, description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  return row(flags, withChoices(description, argChoices), defaultValueDescription ?? defaultValue);
}

const withChoices = (description: string, choices: string[] | undefined) =>
  choices === undefined ? description : `${description} (${choices.join(', ')})`;

/** What is off, empty or absent by default needs no words. */
function row(name: string, meaning: string, standard: unknown): string {
  const isSaid = typeof standard === 'string' || typeof standard === 'number';
  return `| \`${name}\` | ${escaped(meaning)} | ${isSaid ? escaped(String(standard)) : ''} |`;
}

const escaped = (text: string) => text.replace(/[|<>*_]/g, '\\$&');

/** A command and all below it. */
export const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

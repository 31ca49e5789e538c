import type { Command } from 'commander';
import { exitCodesHelp } from '../exit-codes.ts';
import { isTerminal, openTerminal } from '../options/ask.ts';
import { addInitOptions, type InitOptions } from '../options/init.ts';

export function addInit(program: Command): void {
  addInitOptions(program.command('init'))
    .description('write a duet.config.ts for a service of your own by looking at its folder, and try it')
    .argument('[folder]', 'the folder of the service', '.')
    .addHelpText(
      'after',
      `
Examples:
  duet init
  duet init --yes --json
  duet init services/api --start "node dist/server.js" --env PORT={port} --request "GET /orders/7"
  duet init --openapi openapi.yaml --all-methods
  duet init --har session.har --har-host localhost:3000

It looks at package.json, pyproject.toml or requirements, go.mod, a Procfile or a Dockerfile, and asks on a terminal
what it cannot tell. Then it builds a copy of the folder, starts the service and sends each request once; the file is kept
whatever comes of it.
${exitCodesHelp(['fine', 'usage', 'environment', 'interrupted'], OWN_CODES)}`,
    )
    .action(async (folder: string, options: InitOptions) => {
      const { init } = await import('../runs/init/init.ts');
      using terminal = options.yes !== true && isTerminal() ? openTerminal() : undefined;
      await init(folder, options, terminal?.ask);
    });
}

const OWN_CODES = { environment: 'the service does not start, or not as expected' };

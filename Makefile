# What a person types. `make` lists the targets; each does its own set-up, once (harness/tasks/setup.sh).
#
#   make compare ARGS="--profile original --pattern pooling"
#
# Exit code: make itself ends with 2 whenever a target fails. The code of duet (1 regression, 3 services disagree,
# 4 environment, 5 run invalid, ...) stands in make's message: "Error 5". To get it as the exit code, call
# `node_modules/.bin/node harness/cli.ts compare` instead.

ARGS =
NODE = node_modules/.bin/node
DUET = $(NODE) harness/cli.ts
TEST = $(NODE) harness/tasks/test.ts
SETUP = @sh harness/tasks/setup.sh

.PHONY: help compare diff merge tune libraries traps baseline history verify report doctor list serve test lint test-unit test-contract test-e2e test-package test-faults test-fuzz docs traps-page libraries-page compare-sample picture setup clean distclean
.PHONY: bench-driver bench-repeat bench-coverage bench-verdicts bench-shards bench-gate bench-speed bench-cpu-read bench-shapes bench-tune bench-cases bench-services bench-upgrade bench-search bench-best bench-drivers bench-history

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

compare: ## measure the five patterns in both stacks and write the report (ARGS="--profile original")
	$(SETUP) run
	@$(DUET) compare $(ARGS)

# The names of the sides reach the shell as they are, by the environment: a branch may be called anything.
diff: ## did this change make it slower? (BASE=main, HEAD=… for another head than the working tree, ARGS="--stack node")
	$(SETUP) run
	@$(DUET) diff $${BASE:+"$$BASE"} $${HEAD:+"$$HEAD"} $(ARGS)

merge: ## judge the shares of a diff that machines have measured (ARGS="shares/*/diff.json")
	$(SETUP) run
	@$(DUET) merge $(ARGS)

tune: ## how many connections does a pool need? (ARGS="--rate 200 --p99 100ms --workload hold")
	$(SETUP) run
	@$(DUET) tune pool $(ARGS)

libraries: ## which library in each pattern? counts, costs and what breaks (ARGS="--minutes 25 --only prisma,drizzle")
	$(SETUP) run
	@$(DUET) libraries $(ARGS)

traps: ## what goes wrong with each pattern, in numbers, and what to do instead (ARGS="--pattern pooling")
	$(SETUP) run
	@$(DUET) traps $(ARGS)

baseline: ## keep the metrics of a run under a name (ARGS="save latest --name main"), or show them
	$(SETUP) run
	@$(DUET) baseline $(or $(ARGS),show)

history: ## draw how the gains changed from run to run (ARGS="append latest" adds one)
	$(SETUP) run
	@$(DUET) history $(ARGS)

verify: ## request everything from both services and compare the answers
	$(SETUP) run
	@$(DUET) verify $(ARGS)

report: ## rewrite the reports (ARGS="out/<run-id>/results.json")
	$(SETUP) run
	@$(DUET) report $(ARGS)

doctor: ## check what this machine has and what is missing
	$(SETUP) run
	@$(DUET) doctor $(ARGS)

list: ## list patterns, variants and profiles
	$(SETUP) run
	@$(DUET) list $(ARGS)

serve: ## start the lab and both services, for curl
	$(SETUP) run
	@$(DUET) serve $(ARGS)

test: ## lint and every test; the last line counts them
	$(SETUP) test
	@$(TEST)

lint: ## types, style, imports and unused code of both languages
	$(SETUP) test
	@$(TEST) lint

test-unit: ## the unit tests of both languages
	$(SETUP) test
	@$(TEST) unit

test-contract: ## both services against the contract
	$(SETUP) test
	@$(TEST) contract

test-package: ## duet installed from its tarball into a fresh repository; takes minutes of installing
	$(SETUP) test
	@$(TEST) package

test-e2e: ## whole runs, the report in headless Chromium
	$(SETUP) test
	@$(TEST) e2e

test-faults: ## what can go wrong around a run, done for real, in parts of 25 minutes (ARGS="--minutes 10 --only killed")
	$(SETUP) test
	@$(NODE) harness/tasks/test-faults.ts $(ARGS)

test-fuzz: ## both services against thousands of cases drawn anew from the contract (EXAMPLES=500 for each operation)
	$(SETUP) test
	@DUET_FUZZ_EXAMPLES=$(or $(EXAMPLES),300) $(NODE) node_modules/vitest/vitest.mjs run \
	  --config harness/tasks/vitest.config.ts --project contract harness/tests/contract/fuzz.test.ts

bench-coverage: ## how often the 95 % intervals hold the truth (ARGS="--runs 40000 --seed 1")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-coverage.ts $(ARGS)

bench-verdicts: ## power and false alarms of the verdicts of a diff (ARGS="--runs 10000 --seed 1")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-verdicts.ts $(ARGS)

bench-shards: ## power and false alarms of a diff that machines share (ARGS="--runs 2000 --seed 1")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-shards.ts $(ARGS)

bench-driver: ## our load driver beside wrk, oha, k6 and autocannon, whichever are installed
	$(SETUP) test
	@$(NODE) harness/tasks/bench-driver.ts

bench-drivers: ## do vegeta, wrk and oha read of the services what our driver does? (ARGS="--minutes 12", "--kept")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-drivers.ts $(ARGS)

bench-repeat: ## does a second run say the same? five quick runs beside each other
	$(SETUP) run
	@$(NODE) harness/tasks/bench-repeat.ts $(ARGS)

bench-gate: ## does the gate find injected changes, and nothing else? (ARGS="--minutes 25 --only pooling,+5")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-gate.ts $(ARGS)

bench-speed: ## how long does a diff, or a quick run, take beside that of an earlier commit? (ARGS="--of compare --pairs 5")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-speed.ts $(ARGS)

bench-cpu-read: ## how much of the work put into a handler does the gate read? (ARGS="--only pooling,node --blocks 30")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-cpu-read.ts $(ARGS)

bench-shapes: ## does a diff find the removal of what a pattern is for? (ARGS="--only workers,node", "--equal 10")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-shapes.ts $(ARGS)

bench-tune: ## does tune find the smallest pool that is as good as any? (ARGS="--workload hold --stack node")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-tune.ts $(ARGS)

bench-cases: ## does tune read right what people have? (ARGS="--only 3,5 --minutes 25")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-cases.ts $(ARGS)

bench-services: ## does a diff find the known changes of the examples? (ARGS="--only go-orders,counts", "--answers")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-services.ts $(ARGS)

bench-upgrade: ## what changes with another version of Parse Server? (ARGS="--from 6.5.9 --to 8.6.94 -- --time-budget 5m")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-upgrade.ts $(ARGS)

bench-search: ## how often does the search find a simulated pool's size? (ARGS="--runs 100 --seed 1")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-search.ts $(ARGS)

bench-best: ## what do the best ways of streaming, batching and pooling reach? (ARGS="--blocks 6", "--kept")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-best.ts $(ARGS)

bench-history: ## how long does the history of 10,000 runs of 50 services take? (ARGS="--runs 1000 --against c68ce54")
	$(SETUP) run
	@$(NODE) harness/tasks/bench-history.ts $(ARGS)

traps-page: ## run the demonstrations, and write their page with the numbers of this machine
	$(SETUP) run
	@$(NODE) harness/tasks/write-traps-page.ts

libraries-page: ## measure all libraries, or take a run (ARGS="out/<run-id>"), and write their page with its numbers
	$(SETUP) run
	@$(NODE) harness/tasks/write-libraries-page.ts $(ARGS)

compare-sample: ## keep a run of compare, and write what the pages show of it (ARGS="out/<run-id>")
	$(SETUP) run
	@$(NODE) harness/tasks/write-compare-sample.ts $(ARGS)

docs: ## write what the pages take from the code: the options, and the picture of the layers
	$(SETUP) run
	@$(NODE) harness/tasks/write-docs.ts

picture: ## the picture of the report in README.md, from a run (ARGS="out/latest")
	$(SETUP) test
	@$(NODE) harness/tasks/draw-report.ts $(ARGS)

setup: ## install everything now (the other targets do it when needed)
	$(SETUP) test

clean: ## remove results and caches
	@rm -rf out node_modules/.cache node_modules/.vite python/.mypy_cache python/.pytest_cache python/.ruff_cache
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis python/.hypothesis
	@find python harness fixtures -name __pycache__ ! -path '*/.venv/*' -prune -exec rm -rf {} +

distclean: clean ## that, and what set-up installed
	@rm -rf node_modules python/.venv node/libraries/*/node_modules python/libraries/*/.venv*

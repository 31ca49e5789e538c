/** Code excerpts for the golden run: short, in the manner of the services, but not their code. */
import type { CodeExcerpt, PatternName, StackName } from '../../results/schema.ts';

const SNIPPETS: Record<PatternName, Record<StackName, Record<string, string>>> = {
  parallel: {
    node: {
      before: `async function before(pool: Pool, id: number): Promise<Profile> {
  const user = await selectUser(pool, id);
  const orders = await selectOrders(pool, id);
  const reviews = await selectReviews(pool, id);
  return { user, orders, reviews };
}`,
      after: `/** Three connections at once: one pg client would run them one after the other. */
async function after(pool: Pool, id: number): Promise<Profile> {
  const [user, orders, reviews] = await Promise.all([
    selectUser(pool, id),
    selectOrders(pool, id),
    selectReviews(pool, id),
  ]);
  return { user, orders, reviews };
}`,
    },
    python: {
      before: `async def before(engine: AsyncEngine, user_id: int) -> Profile:
    user = await select_user(engine, user_id)
    orders = await select_orders(engine, user_id)
    reviews = await select_reviews(engine, user_id)
    return Profile(user=user, orders=orders, reviews=reviews)`,
      after: `async def after(engine: AsyncEngine, user_id: int) -> Profile:
    """A connection per task: one session is not safe for concurrent tasks."""
    async with asyncio.TaskGroup() as tasks:
        user = tasks.create_task(select_user(engine, user_id))
        orders = tasks.create_task(select_orders(engine, user_id))
        reviews = tasks.create_task(select_reviews(engine, user_id))
    return Profile(user=user.result(), orders=orders.result(), reviews=reviews.result())`,
    },
  },
  streaming: {
    node: {
      before: `function before(path: string): Summary {
  const text = readFileSync(path, 'utf8');
  return text.split('\\n').reduce(addLine, emptySummary());
}`,
      after: `async function after(path: string): Promise<Summary> {
  const summary = emptySummary();
  for await (const line of createInterface({ input: createReadStream(path) })) addLine(summary, line);
  return summary;
}`,
    },
    python: {
      before: `def before(path: Path) -> Summary:
    return reduce(add_line, path.read_text().split("\\n"), Summary())`,
      after: `def after(path: Path) -> Summary:
    summary = Summary()
    with path.open(encoding="utf-8", newline="\\n") as lines:
        for line in lines:
            add_line(summary, line)
    return summary`,
    },
  },
  workers: {
    node: {
      before: `// The loop answers nobody else until the report is done.
app.post('/workers/before', (request) => revenueReport(request.body.size));`,
      after: `app.post('/workers/after', async (request) => {
  const worker = new Worker(reportFile, { workerData: request.body.size });
  const [report] = await once(worker, 'message');
  return report;
});`,
      'after-pool': `app.post('/workers/after-pool', (request) => piscina.run(request.body.size));`,
    },
    python: {
      before: `@router.post("/workers/before")
async def before(body: ReportRequest) -> Report:
    return revenue_report(body.size)`,
      after: `@router.post("/workers/after")
async def after(body: ReportRequest) -> Report:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1, mp_context=SPAWN) as process:
        return await loop.run_in_executor(process, revenue_report, body.size)`,
      'after-pool': `@router.post("/workers/after-pool")
async def after_pool(body: ReportRequest, processes: Processes) -> Report:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(processes, revenue_report, body.size)`,
    },
  },
  batching: {
    node: {
      before: `async function before(users: User[]): Promise<Enriched[]> {
  const enriched: Enriched[] = [];
  for (const user of users) enriched.push({ ...user, ...(await upstream.details(user.id)) });
  return enriched;
}`,
      after: `async function after(users: User[]): Promise<Enriched[]> {
  const details = new Map<number, Details>();
  for (const batch of chunksOf(users, 100)) {
    for (const detail of await upstream.batch(batch.map((user) => user.id))) details.set(detail.id, detail);
  }
  return users.map((user) => merge(user, details.get(user.id)));
}`,
    },
    python: {
      before: `async def before(users: list[User]) -> list[Enriched]:
    return [merge(user, await upstream.details(user.id)) for user in users]`,
      after: `async def after(users: list[User]) -> list[Enriched]:
    details: dict[int, Details] = {}
    for batch in batched(users, 100):
        for detail in await upstream.batch([user.id for user in batch]):
            details[detail.id] = detail
    return [merge(user, details[user.id]) for user in users]`,
    },
  },
  pooling: {
    node: {
      before: `async function before(url: string, id: number): Promise<User> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await selectUser(client, id);
  } finally {
    await client.end();
  }
}`,
      after: `function after(pool: Pool, id: number): Promise<User> {
  return selectUser(pool, id);
}`,
      'after-max-uses': `const pool = new Pool({ connectionString: url, maxUses: 5 });`,
      'after-pipeline': `/** Queries are sent while earlier ones are under way. */
const client = new Client({ connectionString: url, pipeline: true });`,
    },
    python: {
      before: `def before(url: str, user_id: int) -> User:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return select_user(connection, user_id)
    finally:
        engine.dispose()`,
      after: `def after(engine: Engine, user_id: int) -> User:
    with engine.connect() as connection:
        return select_user(connection, user_id)`,
      'before-no-dispose': `def before_no_dispose(url: str, user_id: int) -> User:
    with create_engine(url).connect() as connection:
        return select_user(connection, user_id)`,
      nullpool: `engine = create_engine(url, poolclass=NullPool)`,
      'after-autocommit': `engine = create_engine(url, isolation_level="AUTOCOMMIT")`,
      'after-lifo': `engine = create_engine(url, pool_use_lifo=True)`,
    },
  },
};

export function goldenCode(pattern: PatternName): Record<StackName, CodeExcerpt[]> {
  return { node: excerpts(pattern, 'node'), python: excerpts(pattern, 'python') };
}

function excerpts(pattern: PatternName, stack: StackName): CodeExcerpt[] {
  let line = 12;
  return Object.entries(SNIPPETS[pattern][stack]).map(([variant, text]) => {
    const first_line = line;
    line += text.split('\n').length + 2;
    const file = stack === 'node' ? `node/patterns/${pattern}.ts` : `python/duet_service/patterns/${pattern}.py`;
    return { variant, file, first_line, language: stack === 'node' ? 'typescript' : 'python', text };
  });
}

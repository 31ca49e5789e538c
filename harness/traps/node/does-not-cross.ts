/** What is sent to a worker thread: an instance of a class, a function, and data. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

class Order {
  readonly amounts: number[];
  constructor(amounts: number[]) {
    this.amounts = amounts;
  }
  total(): number {
    return this.amounts.reduce((sum, amount) => sum + amount, 0);
  }
}

const AMOUNTS = [20, 22];

interface Answer {
  total?: number;
  said?: string;
}

/** In the worker. */
function totalOf(sent: unknown): number {
  if (Array.isArray(sent)) return new Order(sent).total();
  return (sent as Order).total();
}

async function serve(name: string, sent: unknown) {
  const worker = new Worker(import.meta.filename);
  try {
    await once(worker, 'message');
    worker.postMessage(sent);
    const [{ total, said }] = (await once(worker, 'message')) as [Answer];
    return { case: name, answer: said === undefined ? `${total}` : 'error', ...(said === undefined ? {} : { said }) };
  } catch (error) {
    return { case: name, answer: 'error', said: String(error) };
  } finally {
    await worker.terminate();
  }
}

if (parentPort === null) {
  const order = new Order(AMOUNTS);
  const cases = [
    await serve('an instance of a class', order),
    await serve('a function', () => order.total()),
    await serve('its data, an instance made there', order.amounts),
  ];
  console.log(JSON.stringify(cases));
} else {
  const port = parentPort;
  port.on('message', (sent) => {
    try {
      port.postMessage({ total: totalOf(sent) });
    } catch (error) {
      port.postMessage({ said: String(error) });
    }
  });
  port.postMessage('ready');
}

/** Work for the CPU. */
import type { TrapWords } from './words.ts';

export const workers = {
  gil: {
    title: 'Threads for work that needs the CPU',
    done: 'Two equal tasks of pure Python, while the event loop is watched for the longest time in which it does nothing else.',
    columns: { tasks: 'tasks', took_ms: 'all took', cores: 'cores used', stalled_ms: 'loop stood still' },
    why: 'One thread at a time runs Python code, so two threads take as long as one that does both. They do let the event loop run, every few milliseconds.',
    instead:
      'Use processes, or code that releases the lock while it computes, as NumPy does. A build of Python without the lock does not have this.',
  },
  'copied-buffer': {
    title: 'A large buffer, copied to its worker',
    done: '134 MB sent to a worker that is ready; how much the peak memory of the sender’s process has grown by that.',
    columns: {
      received_bytes: 'received',
      left_bytes: 'left with the sender',
      blocked_ms: 'sender blocked',
      took_ms: 'all took',
      added_bytes: 'memory added',
    },
    why: 'A message is a copy, which the sender makes while it does nothing else. Between processes it is also pickled, written through a pipe and read again.',
    instead:
      'In Node transfer what the sender no longer needs (it has length 0 afterwards), or share it. In Python SharedMemory by its name, or let the worker read the file itself.',
  },
  'broken-pool': {
    title: 'A worker that dies in the middle of a task',
    done: 'One task ends its worker: by SIGKILL, as the kernel does when memory runs out, or process.exit() in a thread. Then come five others.',
    columns: { lost: 'that task', tasks: 'tasks', failed: 'failed' },
    why: 'ProcessPoolExecutor is broken for good: each later task fails at once. multiprocessing.Pool starts another worker but never answers the task that was lost. piscina rejects it and starts another worker; but threads share one process, so what kills the process kills all.',
    instead:
      'Catch BrokenProcessPool, make a new executor, and repeat the task only if it cannot be what killed the worker. Wait with a timeout.',
  },
  'does-not-cross': {
    title: 'What does not arrive in a worker',
    done: 'An order is sent to a worker that is to say its total, 42.',
    columns: { answer: 'answer' },
    why: 'Messages are cloned: in Node an instance arrives as a plain object without its methods, and only the worker notices; functions are refused. Python pickles: a lambda or a lock, also deep inside an object, cannot be.',
    instead: 'Send data, and functions by the name of their module. Make the objects on the other side.',
  },
} as const satisfies Record<string, TrapWords>;
